"""Where something stands in one source: indexes of its figures, its dates and its words, each made when it is first asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from wiki.evidence.gaps import from_gaps
from wiki.evidence.hashes import Forms
from wiki.evidence.parts import Block, LineFigures, Ranges, figure_words, within
from wiki.numerals import Calendar, Reading, calendar_of, measured


class FigureIndex:
    """The lines on which figures stand."""

    def __init__(self, lines: Mapping[int, LineFigures]) -> None:
        self.lines = lines

    def _readings(self) -> Iterator[tuple[int, Reading]]:
        for line, figures in self.lines.items():
            for readings in figures.numbers:
                for reading in readings:
                    yield line, reading

    @cached_property
    def by_measure(self) -> Mapping[tuple[Decimal, str], tuple[int, ...]]:
        """(value, measure) → the lines on which it stands."""
        found: dict[tuple[Decimal, str], dict[int, None]] = {}
        for line, reading in self._readings():
            found.setdefault(measured(reading.value, reading.unit), {})[line] = None
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def rising(self) -> Mapping[tuple[Decimal, str], frozenset[int]]:
        """(value, measure) → the lines on which it stands with a plus and in no other way, so that it is no fall."""
        signed: dict[tuple[Decimal, str], dict[int, bool]] = {}
        for line, reading in self._readings():
            lines = signed.setdefault(measured(reading.value, reading.unit), {})
            lines[line] = lines.get(line, True) and reading.plus
        return {key: frozenset(line for line, plus in lines.items() if plus) for key, lines in signed.items() if any(lines.values())}

    @cached_property
    def unread(self) -> tuple[int, ...]:
        """The lines on which a figure stands that is not understood."""
        return tuple(line for line, figures in self.lines.items() if not all(figures.numbers))

    @cached_property
    def by_value(self) -> Mapping[Decimal, tuple[int, ...]]:
        """Value, whatever its unit → the lines on which it stands."""
        found: dict[Decimal, dict[int, None]] = {}
        for line, reading in self._readings():
            found.setdefault(reading.value, {})[line] = None
        return {value: tuple(lines) for value, lines in found.items()}

    def same_digits(self, value: Decimal, ranges: Ranges) -> tuple[str, ...]:
        """Return the figures in `ranges` whose digits are those of `value`, magnitude and unit aside."""
        digits = _digits(value)
        first = (readings[0] for line in self.lines if within(line, ranges) for readings in self.lines[line].numbers if readings)
        same = (reading for reading in first if _digits(reading.value) == digits)
        return tuple(dict.fromkeys(figure_words(reading) for reading in same))


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", "").strip("0") or "0"


class DateIndex:
    """The lines on which dates stand, and the dates of some lines."""

    def __init__(self, lines: Mapping[int, LineFigures]) -> None:
        self.lines = lines
        self._calendars: dict[Ranges, Calendar] = {}

    @cached_property
    def _numbers(self) -> list[int]:
        """The lines with figures, sorted."""
        return sorted(self.lines)

    def dates_in(self, ranges: Ranges) -> list[str]:
        """Return the dates of some lines as they are printed there."""
        numbers = self._numbers
        cited = [each for first, last in ranges for each in numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]]
        return [date for line in cited for date in self.lines[line].dates]

    def calendar(self, ranges: Ranges) -> Calendar:
        """Return the dates of some lines, and those that can be put together of what is printed there."""
        found = self._calendars.get(ranges)
        if found is None:
            found = self._calendars[ranges] = calendar_of(self.dates_in(ranges))
        return found

    def lines_with(self, date: str) -> tuple[int, ...]:
        """Return the lines on which a date stands by itself."""
        return tuple(line for line, figures in self.lines.items() if figures.dates and calendar_of(figures.dates).holds(date))


class WordIndex:
    """The blocks, by their index, that hold words and names; what was asked once is kept."""

    def __init__(self, blocks: Sequence[Block], form: int) -> None:
        self.blocks, self.form = blocks, form
        self._words: dict[str, tuple[int, ...]] = {}
        self._held: dict[tuple[int, str], bool] = {}
        self._names: dict[tuple[str, ...], tuple[int, ...]] = {}

    def with_word(self, form: str) -> tuple[int, ...]:
        """Return the blocks that hold a word."""
        found = self._words.get(form)
        if found is None:
            found = self._words[form] = tuple(index for index, block in enumerate(self.blocks) if block.holds(form))
        return found

    def _holds(self, index: int, form: str) -> bool:
        """Tell whether a block holds a word; the same few are asked for again and again."""
        found = self._held.get((index, form))
        if found is None:
            found = self._held[index, form] = self.blocks[index].holds(form)
        return found

    def _known(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """Return a name's forms as files of this format know them."""
        return forms.first if self.form == 1 and isinstance(forms, Forms) else forms

    def with_name(self, forms: tuple[str, ...]) -> tuple[int, ...]:
        """Return the blocks where a name stands: all its words in the block, or in it and the next."""
        forms = self._known(forms)
        found = self._names.get(forms)
        if found is None:
            found = self._names[forms] = self._with_name(forms) if forms else ()
        return found

    def _with_name(self, forms: tuple[str, ...]) -> tuple[int, ...]:
        sets = [set(self.with_word(form)) for form in forms]
        whole = set.intersection(*sets)
        spread = [found | {index - 1 for index in found} for found in sets]
        straddling = {
            index
            for index in set.intersection(*spread)
            if index >= 0 and index not in whole and index + 1 not in whole and any(index in found for found in sets)
        }
        return tuple(sorted(whole | straddling | {index + 1 for index in straddling}))

    def holds_name(self, forms: tuple[str, ...], among: Iterable[int]) -> bool:
        """Tell whether a name stands in one of some blocks, as `with_name` has it, without looking at all the others."""
        forms = self._known(forms)
        return bool(forms) and any(
            all(self._holds(index, form) for form in forms) or self._straddles(forms, index) or self._straddles(forms, index - 1)
            for index in among
        )

    def _straddles(self, forms: tuple[str, ...], index: int) -> bool:
        """Tell whether a name begins in a block and ends in the next."""
        if not 0 <= index < len(self.blocks) - 1:
            return False
        here, after = ([self._holds(at, form) for form in forms] for at in (index, index + 1))
        return any(here) and not all(here) and not all(after) and all(a or b for a, b in zip(here, after, strict=True))

    def in_parts(self, forms: tuple[str, ...], among: Iterable[int], ranges: Ranges) -> bool:
        """Tell whether each word of a name stands in a part of some blocks that holds some of the lines in `ranges`."""
        blocks = [self.blocks[index] for index in among]
        return all(
            any(a <= last and first <= b for block in blocks for first, last in block.parts_with(form) for a, b in ranges)
            for form in self._known(forms)
        )

    def _near(self, forms: tuple[str, ...]) -> list[int]:
        """Return the blocks that have each of some words in themselves or next to them; long words, which are rare, are asked for first."""
        near: set[int] | None = None
        for form in sorted(forms, key=len, reverse=True):
            around = {index + step for index in self.with_word(form) for step in (-1, 0, 1)}
            near = around if near is None else near & around
            if not near:
                break
        return sorted(index for index in near or () if 0 <= index < len(self.blocks))

    def together(self, forms: tuple[str, ...]) -> tuple[int, int] | None:
        """Return the lines of the first part, or of the first two parts in a row, that hold all of some words."""
        held: dict[tuple[int, int], set[str]] = {}
        for index in self._near(forms):
            block = self.blocks[index]
            held.update((lines, set()) for lines in block.part_lines())
            for form in forms:
                for lines in block.parts_with(form):
                    held[lines].add(form)
        parts = sorted(held)
        for one, two in zip(parts, parts[1:] + parts[-1:], strict=True):
            if held[one].issuperset(forms):
                return one
            if two[0] == one[1] + 1 and (held[one] | held[two]).issuperset(forms):
                return one[0], two[1]
        return None


@dataclass(frozen=True)
class RunIndex:
    """The fingerprints of a source's runs of eight words: how many bits each has, and rows of them as the file has them."""

    bits: int
    rows: tuple[str, ...]

    @cached_property
    def found(self) -> frozenset[int]:
        """The fingerprints."""
        return frozenset(number for row in self.rows for number in from_gaps(row))

    def holds(self, least: int) -> bool:
        """Tell whether the least hash of a run is among them."""
        return least & ((1 << self.bits) - 1) in self.found

    def holding(self, least: Sequence[int]) -> list[int]:
        """Return where in a row of least hashes there is one that is among them."""
        mask, found = (1 << self.bits) - 1, self.found
        return [at for at, each in enumerate(least) if each & mask in found]
