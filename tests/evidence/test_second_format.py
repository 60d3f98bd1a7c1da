"""What format 2 of evidence holds: words folded as everywhere, parts of blocks, words of modality, fingerprints of runs."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from wiki.evidence import Evidence, copied_runs, make_evidence, read_file_evidence, word_forms
from wiki.evidence.modality import CLASSES, WORDS, modality_of
from wiki.evidence.runs import RUN, spoken

TEXTS = Path(__file__).parent.parent / "cases" / "verify" / "texts"


def made(text: str) -> Evidence:
    return read_file_evidence(make_evidence(text, "x", file="x.txt", sha256="0" * 64))


# --- folding ----------------------------------------------------------------------------------------------------------


@pytest.mark.feature("T8")
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Küşk", "the town of Ku\u0308s\u0327k"),
        ("Ku\u0308s\u0327k", "the town of K\u00fc\u015fk"),
        ("Хамирабад", "у Ха\u00adми\u00adрабада и Хами\u00adрабад"),
        ("Stone Harbour", "at Stone Har\u00ad\nbour they"),
        ("Stone Harbour", "at Stone Har\u2010\nbour they"),
        ("Stone Harbour", "at Stone Har\u00ac\nbour they"),
        ("Stone Harbour", "at Stone\u200b Har\u2060bour they"),
        ("Upper-Lower line", "the Upper\u2011Lower line"),
        ("Upper-Lower line", "the Upper\u2013Lower line"),
        ("کاریز", "در كاريز بود"),
        ("موسی", "نام او موسي بود"),
        ("آذربان", "در اذربان بود"),
        ("مدرسه", "آن مدرسة بزرگ"),
        ("کاریز", "در کاری\u0650ز بود"),
        ("کاریز", "در کـاریز بود"),
        ("Тёмный", "Темный лес"),
        ("oʻrmon", "шаҳар ўрмон томонда"),
        ("oʻrmon", "shahar o'rmon tomonda"),
        ("Office of Fish", "the O\ufb03ce of \ufb01sh"),
        ("Ilgaz", "the Ilgaz and the ılgaz"),
        ("ILGAZ", "on the ılgaz road"),
        ("İlgaz", "the ilgaz road"),
    ],
)
def test_spellings_that_are_one_name(name: str, text: str) -> None:
    assert made(text).name_blocks(word_forms(name))


@pytest.mark.parametrize(("name", "text"), [("Günay", "the town of Güney"), ("کابل", "در شهر کامل بود"), ("Тула", "город Тура")])
def test_spellings_that_are_two_names(name: str, text: str) -> None:
    assert not made(text).name_blocks(word_forms(name))


# --- parts of blocks --------------------------------------------------------------------------------------------------

NAMES = "\n".join(
    f"Here {name} came with {name}man by road." for name in ("Anor", "Belan", "Cetik", "Dovul", "Ersan", "Fariz", "Gulan", "Hamid")
)


@pytest.mark.parametrize(
    ("name", "first", "last", "answer"),
    [
        ("Anor", 1, 2, "yes"),
        ("Belan Belanman", 1, 2, "yes"),
        ("Hamid", 1, 2, "block-only"),
        ("Hamid", 8, 8, "yes"),
        ("Anor", 7, 8, "block-only"),
        ("Anor Hamid", 1, 8, "yes"),
        ("Anor Hamid", 8, 8, "block-only"),
        ("Zafar", 1, 8, "no"),
    ],
)
def test_a_name_stands_in_the_lines_or_only_in_their_block(name: str, first: int, last: int, answer: str) -> None:
    evidence = made(NAMES)
    assert len(evidence.blocks) > 0
    assert evidence.name_strictly_in(word_forms(name), ((first, last),)) == answer


# --- words of modality ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The line will link the towns.", "plan"),
        ("The line was opened in May 1957 with 12 stations.", ""),
        ("The line is to be built by 2030.", "plan"),
        ("The road to the town is to the north.", ""),
        ("It may be built.", "possible"),
        ("It wasn’t built.", "not"),
        ("See No. 5.", ""),
        ("There is no bridge.", "not"),
        ("He allegedly took it.", "alleged"),
        ("The ministry denied it.", "denied"),
        ("The ministry said so.", "reported"),
        ("The bridge is proposed and under\nconsideration.", "plan"),
        ("Мост будет построен.", "plan"),
        ("Планируется строительство.", "plan"),
        ("Возможно, мост откроют.", "possible"),
        ("Он якобы взял деньги.", "alleged"),
        ("Сообщается о новой дороге.", "reported"),
        ("Министр опроверг это.", "denied"),
        ("Моста там нет, и его не строили.", "not"),
        ("Мост построили в 1957 году.", ""),
        ("قرار است راه آهن ساخته شود", "plan"),
        ("این پل ساخته خواهد شد", "plan"),
        ("احتمالاً پل بسته است", "possible"),
        ("گویا پل بسته است", "alleged"),
        ("گفته می‌شود پل بسته است", "alleged reported"),
        ("پل ساخته نشده و راه نیست", "not"),
        ("پل ساخته نمی\u200cشود", "not"),
        ("پل در سال ۱۳۴۰ ساخته شد", ""),
    ],
)
def test_how_surely_a_line_speaks(text: str, kinds: str) -> None:
    assert modality_of(text) == set(kinds.split())


def test_modality_is_kept_by_line_and_without_the_words() -> None:
    text = "The pier was built.\nA second pier will\nbe built.\nNobody has denied that it could not.\n"
    evidence = made(text)
    assert [set(evidence.modality_of(line)) for line in (1, 2, 3)] == [set(), {"plan"}, set()]
    assert evidence.modality_of(4) == {"not", "denied", "possible"}
    assert evidence.modality_in(((1, 2),)) == {"plan"}
    data = json.loads(make_evidence(text, "x", file="x.txt", sha256="0" * 64))
    assert data["modality"] == {"plan": "2", "possible": "4", "denied": "4", "not": "4"}


def test_each_class_has_words_in_each_language() -> None:
    assert set(WORDS) == set(CLASSES)
    assert all(set(table) == {"en", "ru", "fa"} for table in WORDS.values())


# --- runs of words ----------------------------------------------------------------------------------------------------


@pytest.mark.feature("T8")
@pytest.mark.parametrize("name", ["ferry", "grid", "market", "memoir"])
def test_each_run_of_eight_words_is_found(name: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    evidence = made(text)
    words = [word for word in spoken(text) if not word.written.isdigit()]
    sure = random.Random(2)  # noqa: S311 - the same runs in each test
    for _ in range(60):
        at = sure.randrange(len(words) - 12)
        run = text[words[at].start : words[at + 11].end]
        if len(spoken(run)) >= 12 and sum(word.written.islower() and len(word.written) > 4 for word in spoken(run)) >= 6:
            said = f"Elsewhere it stood that {run} and little besides."
            assert any(said[each.start : each.end] for each in copied_runs(said, evidence)), run


def test_own_words_are_no_run() -> None:
    evidence = made((TEXTS / "memoir.txt").read_text(encoding="utf-8"))
    other = (TEXTS / "grid.txt").read_text(encoding="utf-8")
    assert copied_runs(other, evidence) == []


def test_six_words_are_no_run_and_names_are_nobodys() -> None:
    line = "Nobody in the village had ever seen a locomotive before the first one came over the hill."
    evidence = made(line)
    (run,) = copied_runs(f"They say: {line}", evidence)
    assert (run.start, run.first, run.last) == (len("They say: "), 1, 1)
    assert copied_runs("There nobody in the village had ever gone up.", evidence) == []
    assert RUN == 8
    name = "the Ministry of Trade and Industry of the Republic of Lower Sarmia"
    assert copied_runs(f"He went to {name} himself.", made(f"In {name} it was.")) == []
    small = "the joint committee for water and energy of the lake"
    assert copied_runs(f"In {small}.", made(f"It was {small} that met."), ())
    assert copied_runs(f"In {small}.", made(f"It was {small} that met."), ((3, 3 + len(small)),)) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda found: found.update(runs=[0]),
        lambda found: found.update(runs=[12, "g"]),
        lambda found: found.update(modality={"sure": "1"}),
        lambda found: found.update(modality={"plan": "900"}),
        lambda found: found["blocks"][0].update(words={"2": "abcd"}),
        lambda found: found["blocks"][0].update(words={"1": "abc"}),
        lambda found: found["blocks"][0].update(label="\u202e"),
    ],
)
def test_damage_is_refused(damage: Callable[[dict[str, object]], None]) -> None:
    found = json.loads(make_evidence(NAMES, "x", file="x.txt", sha256="0" * 64))
    damage(found)
    with pytest.raises(ValueError, match="damaged"):
        read_file_evidence(json.dumps(found).encode())
