"""Words that say how surely a line speaks: of a plan, a possibility, an allegation, somebody's report, a denial, or that something is not.

The words are a table by class and language; the languages have letters of their own (English, Russian, Persian and Dari), so that all of
them are looked for in every text. Evidence keeps for each line the classes whose words stand there, never the words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache

CLASSES = ("plan", "possible", "alleged", "reported", "denied", "not")
"""`plan`: meant, proposed, to come. `possible`: may be. `alleged`: said without a warrant. `reported`: somebody is named or spoken of who
says so. `denied`: somebody rejects it. `not`: a negation."""

# parted by `|`; a `*` stands for any ending of a word, a blank for any white space, even the end of a line
WORDS: Mapping[str, Mapping[str, str]] = {
    "plan": {
        "en": "will|shall|plan|plans|planned|planning|proposed|proposes|propose|proposal*|proposing|intend|intends|intended|intending|intention*|"
        "expected to|expects to|expect to|is expected|are expected|aims to|aim to|aimed to|aiming to|aims at|under consideration|under discussion|"
        "under negotiation|in the pipeline|scheduled|slated|envisag*|foresee*|foreseen|upcoming|forthcoming|prospective|pledg*|promise|promises|"
        "promised|agreed to|agree to|seeks to|seek to|sought to|hopes to|hope to|hoped to|hoping to|wants to|want to|wanted to|wishes to|ready to|"
        "going to|about to|yet to|due to be|is due|are due|in the future|in future|future|memorandum*|feasibility|draft|projected|considering|"
        "considers building|to be built|to be constructed|to be completed|to be launched|to be opened|to be signed|on the drawing board|roadmap|"
        "road map|would like to|prepar* to|decided to|undertook to|committed to|unbuilt|unrealised|"
        "unrealized|not yet",
        "ru": "будет|будут|буду|будем|будущ*|планир*|заплан*|план|планы|планов|планам|планах|плана|плане|намер*|предполага*|предусм*|предстоит|"
        "предстоящ*|собира*|ожида*|предлож*|предлага*|рассматрива*|обсужда*|перспектив*|проектир*|обеща*|обязал*|стремит*|готов|готова|готовы|"
        "хочет|хотят|хотел*|меморандум*|намечен*|намеча*|должен быть|должна быть|должно быть|должны быть|договорил*",
        "fa": "قرار است|قرار بود|قراراست|برنامه*|پلان*|طرح*|پیشنهاد*|خواهد|خواهند|خواهیم|خواهم|در نظر دارد|در نظر دارند|در نظر است|مدنظر|قصد|تصمیم دارد|"
        "تصمیم دارند|در صدد|درصدد|پیش بینی|پیشبینی|آینده|آتی|انتظار می رود|انتظار میرود|وعده*|تفاهمنامه*|تفاهم نامه*|پروژه پیشنهادی|بنا است|بناست",
    },
    "possible": {
        "en": "might|could|would|perhaps|possible|possibly|possibility|possibilities|probable|probably|likely|unlikely|potential|potentially|"
        "conceivabl*|presumably|maybe|seems|seem|seemed|appears to|appear to|appeared to|apparently|if|unless|whether|uncertain|unclear|"
        "not clear|doubtful|should",
        "ru": "возможн*|может|могут|мог|могла|могло|могли|вероятн*|наверно*|бы|если|потенциальн*|видимо|скорее всего|кажется|похоже|ли|неясно|едва",
        "fa": "احتمال*|شاید|ممکن*|می تواند|میتواند|می توانند|میتوانند|می توانست|میتوانست|می شد|امکان*|اگر|به نظر می رسد|به نظر میرسد|بنظر میرسد|چنانچه|باید",
    },
    "alleged": {
        "en": "alleged*|alleg*|reportedly|supposed|supposedly|purported*|claims|claimed|claim|claiming|accus*|said to be|said to have|is said|are said|"
        "was said|were said|believed|is considered|are considered|rumour*|rumor*|suspect*|unconfirmed|insinuat*|suggests that|blame|blames|blamed",
        "ru": "якобы|предположительно|утвержда*|обвин*|подозрева*|заподозр*|по слухам|слух*|неподтвержд*|считается|считаются|будто|мнимый|мнимая",
        "fa": "گویا|ظاهرا|ادعا*|متهم*|اتهام*|مدعی*|گفته می شود|گفته میشود|شایعه*|شایعات|تایید نشده",
    },
    "reported": {
        "en": "said|says|say|saying|stated|states that|according to|report|reports|reported|reporting|announced|announces|announcement*|noted|notes that|"
        "told|declared|declares|argued|argues|writes|wrote|emphasised|emphasized|stressed|stresses|added that|confirmed|claims|claimed|"
        "in the words of|in the opinion|in the view|quoted|cited|mentioned|pointed out|statement|interview|asserted|asserts|explained|recalled|"
        "thinks|think|believes|believe|maintains that|estimates|estimated",
        "ru": "сообщ*|заяв*|сказал*|по словам|по данным|по информации|по мнению|отмет*|отмеча*|объяв*|согласно|подчеркн*|подчёркив*|подчеркив*|"
        "рассказ*|говор*|пишет|пишут|писал*|добавил*|утвержда*|считает|считают|полага*|по оценк*|интервью|цитир*|упомян*",
        "fa": "گفت|گفته*|گفتند|می گوید|میگوید|می گویند|میگویند|گزارش*|اعلام*|اعلان*|اظهار*|افزود|افزودند|بر اساس|براساس|به نقل از|خبر*|تاکید|تأکید|معتقد*|به باور|نوشت|نوشته*|مصاحبه*",
    },
    "denied": {
        "en": "denied|denies|deny|denying|denial*|rejected|rejects|reject|rejecting|rejection|refuted|refutes|refute|repudiat*|disputed|disputes|"
        "disputing|dismissed|dismisses|ruled out|rules out|rule out|disavow*|refused|refuses|refusing|refusal|declined to|declines to",
        "ru": "отрица*|опроверг*|опроверж*|отверг*|отклон*|отказ*|оспор*|оспарива*",
        "fa": "رد کرد*|رد می*|رد شد*|تکذیب*|انکار*|خودداری*|امتناع",
    },
    "not": {
        "en": "not|cannot|never|none|neither|nor|without|nobody|nothing|nowhere|hardly|failed to|fails to|fail to|failure to|unable|lack|lacks|lacked|"
        "lacking|lack of|absence|absent|no longer|non|instead of|rather than|impossible",
        "ru": "не|нет|ни|никогда|никто|ничего|ничто|нельзя|без|никак*|невозможн*|отсутств*|ни один|неспособн*|вместо",
        "fa": "نه|نیست|نیستند|نبود|نبودند|نبوده*|نشد|نشدند|نشده*|نکرد|نکردند|نکرده*|نخواهد|نخواهند|نمی|نمی*|ندارد|ندارند|نداشت*|هیچ|هیچگاه|هرگز|بدون|نباید|نتوانست*|عدم|نه تنها|نشود|نکند|نکنند|فاقد|غیر",
    },
}
# what no list of words can say; letters in small print only where a capital means another word (May, No.)
_ODD: Mapping[str, str] = {
    "plan": r"(?:is|are|was|were)\s+to\s+(?!(?:the|an?|this|that|these|those|his|her|its|their|our|some|all|any|date)\b)[a-z]+",
    "possible": r"(?-i:may)(?!\s+\d)",
    "not": r"(?:\w+n[’'ʼ]t|(?-i:[Nn]o)(?!\.?\s*\d))",
}
_VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670]")
_LETTERS = str.maketrans("يىكۀةأإ", "ییکههاا", "\u0640\u200c\u200d\u00ad")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    words = [word for table in WORDS[kind].values() for word in table.split("|")]
    words.sort(key=len, reverse=True)
    found = "|".join(r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in word.split(" ")) for word in words)
    odd = f"|{_ODD[kind]}" if kind in _ODD else ""
    return re.compile(rf"(?<!\w)(?:{_plain(found)}{odd})(?!\w)", re.IGNORECASE)


def modality_of(text: str) -> frozenset[str]:
    """Return the classes whose words stand in a text, of a claim or of a source.

    >>> sorted(modality_of("The line will not be built, officials said.")), modality_of("The line was opened in May 1957.")
    (['not', 'plan', 'reported'], frozenset())
    """
    return frozenset(kind for kind in CLASSES if _pattern(kind).search(_plain(text)))


def modality_lines(text: str, first: int) -> Iterator[tuple[str, list[int]]]:
    """Yield each class with the lines of `text` on which its words stand, the first of them numbered `first`; words may go over a line's end."""
    text = _plain(text)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for kind in CLASSES:
        lines = {
            first + bisect_right(starts, place) - 1 for match in _pattern(kind).finditer(text) for place in (match.start(), match.end() - 1)
        }
        if lines:
            yield kind, sorted(lines)


def _plain(text: str) -> str:
    """Return a text in which the several code points of one Persian letter are one, and vowel signs and joiners nothing."""
    return text if text.isascii() else _VOWEL_SIGNS.sub("", text).translate(_LETTERS).replace("ё", "е")
