"""Evidence does not give the text back: attacks on it, and the longest run of words that each brings back in the text's own order."""

from __future__ import annotations

import math
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from wiki.evidence import Evidence, make_evidence, read_file_evidence
from wiki.evidence.hashes import fold, printed_forms, word_hash, words_of
from wiki.evidence.parts import Block
from wiki.evidence.runs import GRAM, WINDOW, gram_hashes, run_key, spoken
from wiki.evidence.stop_words import STOP

FOLDER = Path(__file__).parent.parent / "cases" / "verify"
TEXTS = FOLDER / "texts"

LONGEST_RUN = 4
"""So many words at most come back in the text's own order from a table as it stands or put in alphabetical order."""
LONGEST_GUESSED_RUN = 6
"""So many at most where the attacker also knows which word follows which in other texts of the kind."""
LONGEST_LIKELY_RUN = 8
"""So many at most where he knows the words of five lines, weighs all orders of them by such a knowledge, small words between them, and
has no fingerprints: what can be guessed anyway."""
LONGEST_FINGERPRINTED_RUN = 10
"""So many at most where he drops each order that the fingerprints do not allow."""

BEAM, NEXT, STEPS = 100, 40, 20
"""How many orders the attacker keeps, how many next words he tries of each, and how far he goes."""


def made(text: str) -> Evidence:
    return read_file_evidence(make_evidence(text, "attacked", file="attacked.txt", sha256="0" * 64))


def longest_run(guess: Sequence[str], words: list[str]) -> int:
    """Return the most words that stand in `guess` one after the other as they do in the text."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places[word].append(place)
    best = 0
    before: dict[int, int] = {}
    for word in guess:
        now = {place: before.get(place - 1, 0) + 1 for place in places.get(word, ())}
        best, before = max([best, *now.values()]), now
    return best


def followers(text: str) -> dict[str, Counter[str]]:
    follows: dict[str, Counter[str]] = defaultdict(Counter)
    for one, two in pairwise([fold(word) for _, word in words_of(text)]):
        follows[one][two] += 1
    return follows


def chain(words: list[str], follows: Mapping[str, Counter[str]]) -> list[str]:
    """Put words in an order in which each follows the one before as often as may be in other texts."""
    left = set(words)
    out: list[str] = []
    while left:
        likely = [word for word, _ in follows[out[-1]].most_common() if word in left] if out else []
        out.append(likely[0] if likely else min(left))
        left.discard(out[-1])
    return out


def parts(evidence: Evidence, dictionary: Sequence[str]) -> Iterator[tuple[Block, tuple[int, int], list[str]]]:
    """Yield each part of each block with the words of a dictionary that it seems to hold."""
    for block in evidence.blocks:
        held = {word: set(block.parts_with(word)) for word in dictionary if block.holds(word)}
        for lines in block.part_lines():
            yield block, lines, [word for word, each in held.items() if lines in each]


# --- with the tables alone --------------------------------------------------------------------------------------------


def attack(text: str, others: str) -> dict[str, int]:
    """Attack the evidence of `text` with a dictionary of its own words; return the longest run that each way of ordering gives."""
    plain = [fold(word) for _, word in words_of(text) if not word.isdigit()]
    content = [word for word in plain if word in set(printed_forms(word))]
    dictionary = sorted({form for _, word in words_of(text) for form in printed_forms(word)})
    follows = followers(others)
    guesses: dict[str, list[str]] = {"table": [], "alphabet": [], "other texts": []}
    for block, _, present in parts(made(text), dictionary):
        guesses["table"] += sorted(present, key=lambda word, key=block.key: word_hash(word, key))  # type: ignore[misc]
        guesses["alphabet"] += present
        guesses["other texts"] += chain(present, follows)
    return {way: max(longest_run(guess, plain), longest_run(guess, content)) for way, guess in guesses.items()}


def check_attack(text: str, others: str) -> None:
    runs = attack(text, others)
    assert runs["table"] <= LONGEST_RUN, runs
    assert runs["alphabet"] <= LONGEST_RUN, runs
    assert runs["other texts"] <= LONGEST_GUESSED_RUN, runs


@pytest.mark.feature("T8")
def test_a_dictionary_does_not_bring_the_text_back() -> None:
    names = ("ferry", "grid", "market", "memoir")
    texts = [(TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    assert sum(len(text.split()) for text in texts) >= 2000
    check_attack("\n".join(texts), (FOLDER / "cases.tsv").read_text(encoding="utf-8"))
    for index, text in enumerate(texts):
        check_attack(text, "\n".join(texts[:index] + texts[index + 1 :]))


def test_the_attack_would_see_an_order() -> None:
    """Were the words kept in order, the attack would bring them back."""
    words = [fold(word) for _, word in words_of((TEXTS / "memoir.txt").read_text(encoding="utf-8"))]
    assert longest_run(words, words) == len(words)


# --- with the fingerprints --------------------------------------------------------------------------------------------


class Likely:
    """How likely a word is after another, by other texts; what they do not have is not impossible."""

    def __init__(self, others: str) -> None:
        self.follows = followers(others)
        self.words = Counter(word for each in self.follows.values() for word in each.elements())
        self.all = sum(self.words.values())

    def after(self, before: str, word: str) -> float:
        alone = (self.words[word] + 0.5) / (self.all + 5000)
        seen = self.follows.get(before, Counter())
        return math.log((seen[word] + 2 * alone) / (seen.total() + 2))


def rebuilt(present: Sequence[str], likely: Likely, evidence: Evidence, *, fingerprints: bool) -> list[str]:
    """Return the likeliest order of a part's words and of small words between them, of those that the fingerprints allow.

    Each run of eight words that the text has must have one of its own: an order without it is wrong.
    """
    assert evidence.runs
    key = run_key(evidence.source)
    words = [*present, *STOP]
    own = set(present)
    beam: list[tuple[float, tuple[str, ...], tuple[int, ...]]] = [(0.0, (word,), ()) for word in present]
    best: tuple[str, ...] = ()
    kept: dict[str, list[tuple[float, str]]] = {}
    for _ in range(STEPS):
        following = []
        for score, order, hashes in beam:
            last = order[-1]
            if last not in kept:
                kept[last] = sorted(((likely.after(last, word) + 2.5 * (word in own), word) for word in words), reverse=True)[:NEXT]
            for gain, word in kept[last]:
                if word in own and order.count(word) > 1:
                    continue
                longer, grams = (*order, word), hashes
                if fingerprints and len(longer) >= GRAM:
                    grams = (*hashes, *gram_hashes(longer[-GRAM:], key))[-WINDOW - 1 :]
                    if len(grams) >= WINDOW and not evidence.runs.holds(min(grams[-WINDOW:])):
                        continue
                following.append((score + gain - 4 * (word in own and word in order), longer, grams))
        if not following:
            break
        beam = sorted(following, reverse=True)[:BEAM]
        best = beam[0][1]
    return list(best)


def check_fingerprints(text: str, others: str, every: int) -> None:
    evidence = made(text)
    likely = Likely(others)
    words = [word.folded for word in spoken(text)]
    dictionary = sorted({form for _, word in words_of(text) for form in printed_forms(word)})
    without = with_them = 0
    for number, (_, _, present) in enumerate(parts(evidence, dictionary)):
        if number % every == 0 and present:
            without = max(without, longest_run(rebuilt(present, likely, evidence, fingerprints=False), words))
            with_them = max(with_them, longest_run(rebuilt(present, likely, evidence, fingerprints=True), words))
    assert without <= LONGEST_LIKELY_RUN
    assert with_them <= LONGEST_FINGERPRINTED_RUN


@pytest.mark.feature("T8")
@pytest.mark.parametrize("name", ["ferry", "market", "memoir"])
def test_the_fingerprints_bring_little_more_back(name: str) -> None:
    others = "\n".join(file.read_text(encoding="utf-8") for file in sorted(TEXTS.glob("*.txt")) if file.stem != name)
    check_fingerprints((TEXTS / f"{name}.txt").read_text(encoding="utf-8"), others, 4)


def test_who_has_the_text_is_told_so() -> None:
    """The fingerprints allow the true order everywhere; it is finding it that they do not help with."""
    text = (TEXTS / "memoir.txt").read_text(encoding="utf-8")
    evidence = made(text)
    assert evidence.runs
    hashes = gram_hashes([word.folded for word in spoken(text)], run_key("attacked"))
    assert all(evidence.runs.holds(min(hashes[at : at + WINDOW])) for at in range(len(hashes) - WINDOW + 1))
    backwards = gram_hashes([word.folded for word in spoken(text)][::-1], run_key("attacked"))
    passed = sum(evidence.runs.holds(min(backwards[at : at + WINDOW])) for at in range(len(backwards) - WINDOW + 1))
    assert 0 < passed / len(backwards) < 0.02


if "TEXTS" in os.environ:  # make verify TEXTS=DIR: the documents themselves are nowhere in the repository

    def test_real_texts_do_not_come_back() -> None:
        texts = [file.read_text(encoding="utf-8") for file in sorted(Path(os.environ["TEXTS"]).glob("*.txt"))]
        assert texts
        for index, text in enumerate(texts):
            check_attack(text, "\n".join(texts[:index] + texts[index + 1 :]))

    def test_real_fingerprints_bring_little_more_back() -> None:
        texts = [file.read_text(encoding="utf-8") for file in sorted(Path(os.environ["TEXTS"]).glob("*.txt"))]
        for index, text in enumerate(texts):
            check_fingerprints(text, "\n".join(texts[:index] + texts[index + 1 :]), 12)
