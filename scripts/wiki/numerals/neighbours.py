"""Numbers beside each other: in ranges and lists the last one's magnitude and unit are those of all; a sum in two steps is one number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from wiki.numerals.figures import Figure, Raw, Reading

_TIGHT = re.compile(r"\s{0,3}(?:[–—‒-]|to|up to|до|الی|تا)\s{0,3}", re.IGNORECASE)
_LOOSE = re.compile(r"\s{0,3}(?:,?\s?and|,?\s?or|[,;]|и|или|va|و|یا)\s{0,3}", re.IGNORECASE)
_JOINED = re.compile(r"\s{1,3}(?:و\s{1,3})?")


def with_neighbours(raw: Sequence[Raw], text: str) -> list[Figure]:
    """Give the first numbers of ranges and lists the magnitude and unit that stand behind the last."""
    done: list[Raw] = []
    chained = False
    following: Raw | None = None
    for each in reversed(raw):
        taken = each
        if following is not None:
            gap = text[each.end : following.start]
            if len(gap) < 12 and (whole := _sum(each, following, gap)):
                done.pop()
                taken = whole
            elif len(gap) < 12 and each.values and following.values:
                between = re.search(r"\bbetween\s{1,3}$", text[max(0, each.start - 12) : each.start]) is not None
                taken = _from_following(each, following, gap, chained=chained, between=between)
                chained = taken is not each
            else:
                chained = False
        done.append(taken)
        following = taken
    done.reverse()
    return [_figure(each, done[index - 1] if index else None, text) for index, each in enumerate(done) if not each.name]


def _sum(each: Raw, following: Raw, gap: str) -> Raw | None:
    """`5 млн 300 тыс.` is one number: the greater magnitude first, nothing but a blank between (in Persian `and`)."""
    if not (each.magnitude >= 1000 and each.values and following.values and not each.unit and _JOINED.fullmatch(gap)):
        return None
    first, second = each.values[0][0] * each.magnitude, following.values[0][0] * following.magnitude
    if following.magnitude >= each.magnitude or second >= each.magnitude or following.minus or following.sign:
        return None
    return replace(each, end=following.end, values=((first + second, ""),), magnitude=1, unit=each.unit or following.unit, bare=False)


def _from_following(each: Raw, following: Raw, gap: str, *, chained: bool, between: bool) -> Raw:
    tight = _TIGHT.fullmatch(gap) is not None or (between and gap.strip() == "and")
    loose = _LOOSE.fullmatch(gap) is not None
    comma = loose and not re.search(r"[^\W\d]", gap)
    if not (tight or loose) or each.unit == "th" or (comma and not chained and not (each.sign and each.sign == following.sign)):
        return each
    takes_magnitude = each.magnitude == 1 and following.magnitude > 1 and each.values[0][0] < 10**5
    if each.unit and following.unit and each.unit != following.unit:
        return each
    unit = each.unit or following.unit
    if not takes_magnitude and unit == each.unit and not following.also:
        return each
    magnitude = following.magnitude if takes_magnitude else each.magnitude
    # `from 5 to 6 billion` is sure; `600 to 2 thousand` and `$258 and $12 million` may be read both ways
    sure = tight and (not takes_magnitude or each.values[0][0] <= following.values[0][0])
    own = () if sure else ((each.magnitude, each.unit),)
    return replace(each, magnitude=magnitude, unit=unit, bare=False, also=(*each.also, *own))


_ENDS = re.compile(
    r"\s{0,3}(?:[.,;:)”“\"]|(?:due|and|to|in|by|for|from|as|than|or|but|while|at|on|with|per|a|annually|respectively|last|this)\b|$)"
)


def _figure(each: Raw, before: Raw | None, text: str) -> Figure:
    if not each.values:
        return Figure(each.start, each.end, ())
    sign = -1 if each.minus else 1
    readings = [Reading(sign * value * each.magnitude, each.unit, note, each.plus) for value, note in each.values]
    readings += [Reading(sign * value * magnitude, unit, note, each.plus) for magnitude, unit in each.also for value, note in each.values]
    large = each.magnitude >= 10**6 or (each.worded and each.values[0][0] >= 10**6)
    if large and not each.unit and before and before.unit and _ENDS.match(text, each.end):
        # `exceeds 5 billion dollars …, has fallen below one billion`: the unit is said once in the sentence
        between = text[before.end : each.start]
        if len(between) < 160 and not re.search(r"[.!?]\s+[A-Z]", between):
            readings.append(Reading(readings[0].value, before.unit))
    return Figure(each.start, each.end, tuple(dict.fromkeys(readings)), each.worded)


def plain_number(value: Decimal) -> str:
    """Return a value as a plain decimal, without exponent or needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
