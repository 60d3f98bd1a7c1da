"""What of a sentence can be looked up: its numbers, its dates, its names, linked or not, and its key words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wiki.link.graph import Asked, Link, LinkedEntry
from wiki.model import Claim, ClaimEnd, ClaimStart, Html
from wiki.numerals import Figure, Moment, Reading, read_figures, unread_figures
from wiki.verify.sought import AnyUnit, DateSought, FigureSought, NameSought, Need, Spelling, WordsSought, spelling, spellings

# a link to an entry behind these words is a source described by its title (`the article on trade`)
_ON = re.compile(r"\s(?:on|about|of)\s(?:the\s|an?\s)?$", re.IGNORECASE)
_SOURCE_ON = re.compile(
    r"\b(?:article|brief|item|paper|text|report|foreword|study|piece|page|chapter|issue)s?(?:\s[^\s.,;:]+){0,4}\s(?:on|about|of)\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
# `6+2`: a name rather than a number
_NUMBERED_NAME = re.compile(r"(?<![\w+.,])\d{1,2}(?:\+\d{1,2})+(?![\w+])")
# a number is followed by one of these, or by a point or comma, where the thing counted is left out
_LEFT_OUT = re.compile(
    r"\s*(?:$|[.,;:)–—]|(?:and|or|to|in|by|for|from|as|than|but|while|at|on|with|per|an?|later|then|each|respectively|went|came|of|"
    r"into|onto|over|under|during|since|until|through|throughout|there|here|it|them|this|that|these|those|is|was|were|are|be|been|has|have|had|"
    r"will|would|could|should|may|must|not|so|only|again|against|before|after|between|among|because|if|when|where|which|who|whose|its|his|her|"
    r"their|out|up|off|down|about|above|below|already|also|both|all|now|still|yet)\b)"
)
_FALLS = re.compile(
    r"\b(?:fall|fell|fallen|falls|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|reduc\w+|lost|loss\w*|down|deficit|less|minus)\b",
    re.IGNORECASE,
)
# words behind a small number in words that make it the editor's own count
_EDITORS_COUNT = re.compile(
    r"[\s-]+(?:of\s|other\s|different\s|separate\s|more\s|further\s|such\s|named\s)*(?:articles?|sources?|accounts?|documents?|texts?|briefs?|items?|"
    r"authors?|readings?|versions?|figures?|numbers?|sums?|claims?|things?|sides?|ways?|times?|places?|ends?|years?|months?|weeks?|days?|"
    r"spellings?|names?|sections?|parts?|dates?|points?|reasons?|statements?|passages?|sentences?)\b",
    re.IGNORECASE,
)


# a name that no entry need have: words with capitals, one after the other
_CAPITALS = re.compile(r"[^\W\d_a-z][\w’'-]+(?:\s(?:of\s(?:the\s)?)?[^\W\d_a-z][\w’'-]+)*")
_BEGINS = re.compile(r"(?:^|[.!?:]\s|[“\"(])\W*$")
_COUNT = 12
"""A number in words up to this may be the editor's count: it decides if it stands there, and is no error if it does not."""
RARE_WORDS, WEIGHT = 3, 0.5
"""So many key words that are rare in the source say what a sentence says, if they are so much of the weight of all."""


def not_understood(claim: Claim) -> str:
    """Return the figure of a sentence that the reader of numbers does not understand, '' where there is none."""
    unread = unread_figures(claim.text) if claim.form == "prose" else ()
    return _shown(claim.text[unread[0].start : unread[0].end]) if unread else ""


def prose_needs(claim: Claim, asked: Asked, links: tuple[Link, ...]) -> list[Need]:
    """Return what is looked for of a sentence: numbers, dates and linked names must stand there, other names and words may decide."""
    figures, moments = read_figures(claim.text)
    found: list[Need] = []
    for index, figure in enumerate(figures):
        if not (figure.worded and _is_editors(figure, claim.text)):
            following = figures[index + 1] if index + 1 < len(figures) else None
            small = figure.worded and not figure.readings[0].unit and figure.readings[0].value <= _COUNT
            found.append(Need(_prose_figure(figure, following, claim.text), "decides" if small else "must"))
    found += [Need(DateSought(_shown(claim.text[moment.start : moment.end]), moment.dates)) for moment in moments]
    found += (Need(NameSought(each, (Spelling((each,), ()),))) for each in dict.fromkeys(_NUMBERED_NAME.findall(claim.text)))
    targets = dict.fromkeys(link.target for link in links)
    found += (name for link in links for name in _entry(link.target, claim, asked, titles=_names_source(link, claim, asked)))
    found += _other_names(_without(claim.text, moments), asked, {*targets, claim.entry}, [link.label for link in links])
    if (own := asked.called(claim.entry)) and (names := spellings(own.names)):
        found.append(Need(NameSought(own.names[0], names), "helps", "entry"))
    found.append(Need(WordsSought(claim.text, RARE_WORDS, WEIGHT), "decides", "text"))
    return list(dict.fromkeys(found))


def _entry(id_: str, claim: Claim, asked: Asked, *, titles: bool) -> Iterator[Need]:
    called = asked.called(id_)
    if called and called.id != claim.entry and (found := spellings(called.names)):
        yield Need(NameSought(called.names[0], found, titles))


def _without(text: str, moments: Iterable[Moment]) -> str:
    """Return a text with its dates blotted out: a month is no name."""
    for moment in moments:
        text = text[: moment.start] + "|" * (moment.end - moment.start) + text[moment.end :]
    return text


def _other_names(text: str, asked: Asked, known: set[str], labels: list[str]) -> Iterator[Need]:
    """Yield the names that no link leads to: those of entries, and runs of words with capitals."""
    for label in labels:
        text = text.replace(label, "|" * len(label), 1)
    for mention in asked.names.mentions(text):
        text = text[: mention.start] + "|" * (mention.end - mention.start) + text[mention.end :]
        called = [each for id_ in mention.candidates if (each := asked.called(id_))]
        if not known & {each.id for each in called}:
            known |= {each.id for each in called}
            if found := spellings(tuple(name for each in called for name in each.names)):
                yield Need(NameSought(mention.name, found), "decides", "name")
    for match in _CAPITALS.finditer(text):
        if " " in match.group() or not _BEGINS.search(text[: match.start()]):
            found_ = spelling(match.group())
            if found_ and found_.forms and not found_.figures:
                yield Need(NameSought(match.group(), (found_,)), "decides", "name")


def _names_source(link: Link, claim: Claim, asked: Asked) -> bool:
    """Tell whether a linked name is part of how the sentence names a source cited: by its title, its journal or its publisher."""
    at = max(0, claim.text.find(link.label))
    if _ON.search(claim.text[max(0, at - 12) : at]) and _SOURCE_ON.search(claim.text[:at]):
        return True
    cited = [source for citation in claim.citations if (source := asked.source(citation.source))]
    rest = claim.text
    for source in cited:
        for name in (source.title, source.container):
            rest = rest.replace(name, "") if name else rest
    return link.label in claim.text and link.label not in rest


def _is_editors(figure: Figure, text: str) -> bool:
    """Tell whether a number in words is no figure of the source: one or two, or a count of sources and the like."""
    reading = figure.readings[0]
    return reading.value <= 2 or (reading.value <= 12 and _EDITORS_COUNT.match(text, figure.end) is not None)


def _prose_figure(figure: Figure, following: Figure | None, text: str) -> FigureSought:
    readings: list[Reading | AnyUnit] = list(figure.readings)
    first = figure.readings[0]
    if first.value > 0 and _FALLS.search(text):
        readings += [Reading(-each.value, each.unit) for each in figure.readings]  # a fall is printed with its minus or with such a word
    if first.unit and first.value % 1 and not figure.worded:
        readings.append(Reading(first.value, ""))  # `0.031 dollars`, in a table whose head has the unit
    if not first.unit and _LEFT_OUT.match(text, figure.end) and not figure.worded:
        readings.append(AnyUnit(first))
        if following and following.readings[0].unit and not re.search(r"[.!?]\s", text[figure.end : following.start]):
            unit, said = following.readings[0].unit, text[following.start : following.end]
            scale = next((size for word, size in (("thousand", 10**3), ("million", 10**6), ("billion", 10**9)) if word in said), 1)
            readings.append(Reading(first.value * scale, unit))
    return FigureSought(_shown(text[figure.start : figure.end]), (tuple(readings),), figure.worded)


def _shown(text: str) -> str:
    return " ".join(text.split())


def linked_names(linked: LinkedEntry) -> dict[str, tuple[Link, ...]]:
    """Return anchor of a prose claim → the links in its text."""
    found: dict[str, list[Link]] = {}
    anchor = ""
    for piece in linked.pieces:
        if isinstance(piece, Html):
            continue
        if isinstance(piece, ClaimStart):
            anchor = piece.anchor
        elif isinstance(piece, ClaimEnd):
            anchor = ""
        elif isinstance(piece, Link) and anchor:
            found.setdefault(anchor, []).append(piece)
    return {each: tuple(links) for each, links in found.items()}
