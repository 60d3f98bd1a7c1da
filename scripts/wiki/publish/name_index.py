"""Search: the index of names, which answers first.

The index of names is a trie of words cut into files. The browser reads `meta.json` once, when the box gets
the focus; then a query needs one file (or two, when the first holds nothing and a slip is assumed):

- `p-<prefix>.json`  rows with a word that begins so: all of them (a leaf) or the best (an inner node);
- `p-<prefix>.<ab>.json`  a leaf for words that go on with a letter from a to b;
- `p-<word>..json`  rows with this very word, where more words begin so than fit;
- `s-<suffix>.json`  the same by the reversed word, few rows a word: for a word whose *beginning* is mistyped;
- `w-<word>-<word>.json`  names with both words, where each word alone fills more than a file; or with three.

A file's bytes depend on its own rows only, so one edited entry changes the few files that hold it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations, groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from wiki.model.folding import JOINERS, fold, packed_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


FOLDER = "search/names/"
"""Where the files of the index stand, below the site's root."""

CAP = 96
"""Rows in a file. With rows of about 180 bytes a query of two files and meta.json stays below 60 kB, uncompressed."""

SUMMARY = 72
"""Characters of a summary that a result shows."""

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"

PAIRED_FROM = 3
"""Letters of a common word that is worth a pair; "of" and "in" are not."""

JOINED_UP_TO = 4
"""Words of a name that may be typed as one."""

SLIP_FROM = 4
"""Letters a word must have before one wrong letter is forgiven; in shorter ones everything is a neighbour."""


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What a result shows of one entry; `url` is relative to the site, `names` are all but the title."""

    id: str
    title: str
    kind: str
    url: str
    summary: str
    names: tuple[str, ...]


class _Hit(NamedTuple):
    """A word of a name of a row. The order is the order in which a file that cannot hold all takes them.

    Names that begin with the word, and short ones, come first: what has been typed is most of them.
    """

    inside: bool
    length: int
    alias: bool
    letters: int
    row: str
    name: str
    word: str


_Word: TypeAlias = "tuple[str, list[_Hit]]"

_Node: TypeAlias = "tuple[bool, list[_Hit]]"
"""A file to be: whether it holds all there is, and what it holds."""


def name_index(rows: Iterable[SearchRow]) -> dict[str, bytes]:
    """All files of the index: path below the site → bytes, the same for the same rows in any order."""
    by_id = {row.id: row for row in rows}
    words: defaultdict[str, list[_Hit]] = defaultdict(list)
    for row_id in sorted(by_id):
        for hit in _hits(by_id[row_id]):
            words[hit.word].append(hit)
    prefixes = _nodes("", sorted(words.items()))
    suffixes = _nodes("", _endings(words))
    together = _together(words)
    files = {}
    for letter, nodes in (("p", prefixes), ("s", suffixes), ("w", together)):
        for key, node in nodes.items():
            files[shard_path(letter, key)] = _shard(node, by_id)
    files[FOLDER + "meta.json"] = _dump(
        {
            "fold": packed_table(),
            "joiners": JOINERS,
            "prefixes": _directory(prefixes),
            "suffixes": _directory(suffixes),
            "together": _packed_words(together),
        }
    )
    return dict(sorted(files.items()))


def shard_path(letter: str, key: str) -> str:
    """Where a file stands. Other scripts than Latin are written as numbers: not every server keeps them."""
    safe = key if key.isascii() else "-".join(f"{ord(char):x}" for char in key)
    return f"{FOLDER}{letter}{'' if key.isascii() else 'u'}-{safe}.json"


@lru_cache(maxsize=1 << 15)
def _hits(row: SearchRow) -> tuple[_Hit, ...]:
    """Every word of every name; names with very short words also as one word (Mazar-i-Sharif, U.S.)."""
    return tuple(_each_hit(row))


def _each_hit(row: SearchRow) -> Iterator[_Hit]:
    for name in dict.fromkeys((row.title, *row.names)):
        folded = fold(name)
        words = folded.split()
        places = {word: place for place, word in reversed(list(enumerate(words)))}
        if 1 < len(words) <= JOINED_UP_TO and min(map(len, words)) <= 2:
            places.setdefault("".join(words), 0)
        for word, place in places.items():
            yield _Hit(place > 0, len(words), name != row.title, len(folded), row.id, name, word)


def _nodes(prefix: str, words: Sequence[_Word]) -> dict[str, _Node]:
    """The trie below `prefix`, cut into files: a leaf where all fit, else the best and the next letters."""
    if _fits(words):
        return {prefix: (True, [hit for _, hits in words for hit in hits])} if words else {}
    prefix = _shared(words[0][0], words[-1][0]) if prefix else ""
    nodes = {prefix: (False, _best(prefix, words))} if prefix else {}
    if words[0][0] == prefix and _fits(words[:1]):
        nodes[prefix + "."] = (True, words[0][1])
    longer = [item for item in words if len(item[0]) > len(prefix)]
    latin = [item for item in longer if item[0][len(prefix)] in ALPHABET]
    nodes.update(_ranges(prefix, latin, ALPHABET))
    for letter, group in groupby(longer, key=lambda item: item[0][len(prefix)]):
        if letter not in ALPHABET:
            nodes.update(_nodes(prefix + letter, list(group)))
    return nodes


def _shared(first: str, last: str) -> str:
    """The beginning that two words have in common, and so all words between them."""
    length = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return min(first, last, key=len) if length is None else first[:length]


def _ranges(prefix: str, words: Sequence[_Word], letters: str) -> dict[str, _Node]:
    """Leaves for a range of next letters, halved until each fits: one file a letter would be too many files.

    The halves are of the alphabet and not of the rows, so that a new row never moves its neighbours.
    """
    if not words:
        return {}
    if len(letters) == 1:
        return _nodes(prefix + letters, words)
    if _fits(words):
        return {f"{prefix}.{letters[0]}{letters[-1]}": (True, [hit for _, hits in words for hit in hits])}
    middle, at = len(letters) // 2, len(prefix)
    low = [item for item in words if item[0][at] < letters[middle]]
    return _ranges(prefix, low, letters[:middle]) | _ranges(prefix, words[len(low) :], letters[middle:])


def _fits(words: Sequence[_Word]) -> bool:
    """Whether one file can hold all rows."""
    rows: set[str] = set()
    for _, hits in words:
        for hit in hits:
            rows.add(hit.row)
            if len(rows) > CAP:
                return False
    return True


def _best(prefix: str, words: Sequence[_Word]) -> list[_Hit]:
    """The rows of a file that cannot hold all: half for the best names, half for as many words as have room.

    The second half is what lets a slip in a very common word be seen, and shows what else begins so.
    """
    whole = words[0][1] if words[0][0] == prefix else []
    longer = (hit for word, hits in words if word != prefix for hit in hits)
    # A name has a handful of words, so this many hits have rows enough; sorting all would take most of the time.
    ranked = nsmallest(4 * CAP, whole) + nsmallest(4 * CAP, longer)
    chosen = _first_rows(ranked, CAP // 2)
    known = {hit.row for hit in chosen}
    rest = sorted(hit for hit in (min(hits) for _, hits in words) if hit.row not in known)
    return chosen + _first_rows(rest, CAP // 2)


def _first_rows(hits: Sequence[_Hit], count: int) -> list[_Hit]:
    """The best hits of `count` rows; a name that several rows bear takes one place before the others have theirs."""
    names: set[str] = set()
    first: list[_Hit] = []
    later: list[_Hit] = []
    for hit in hits:
        (later if hit.name in names else first).append(hit)
        names.add(hit.name)
    rows: set[str] = set()
    kept = []
    for hit in first + later:
        rows.add(hit.row)
        if len(rows) > count:
            break
        kept.append(hit)
    return kept


def _endings(words: Mapping[str, list[_Hit]]) -> list[_Word]:
    """Reversed words with their best two rows: enough to answer a slip, and half the size."""
    return sorted((w[::-1], _first_rows(nsmallest(6, hits), 2)) for w, hits in words.items() if len(w) >= SLIP_FROM)


def _together(words: Mapping[str, list[_Hit]]) -> dict[str, _Node]:
    """Names by two of their words, each of which alone fills more than a file; by three where two do not do."""
    common = (word for word in sorted(words) if len(word) >= PAIRED_FROM and not _fits([(word, words[word])]))
    by_name: defaultdict[tuple[str, str], list[_Hit]] = defaultdict(list)
    for word in common:
        for hit in words[word]:
            by_name[hit.row, hit.name].append(hit)
    pairs = _combined(by_name.values(), 2)
    cut = {key for key, hits in pairs.items() if not _fits([("", hits)])}
    triples = _combined(by_name.values(), 3)
    needed = {key: hits for key, hits in triples.items() if cut.issuperset(combinations(key, 2))}
    return {"-".join(key): (_fits([("", hits)]), _first_rows(sorted(hits), CAP)) for key, hits in sorted((pairs | needed).items())}


def _combined(names: Iterable[list[_Hit]], count: int) -> dict[tuple[str, ...], list[_Hit]]:
    """The names that have the same `count` words, by these words; the words of each name come sorted."""
    combined: defaultdict[tuple[str, ...], list[_Hit]] = defaultdict(list)
    for hits in names:
        for some in combinations(hits, count):
            combined[tuple(hit.word for hit in some)].append(min(some))
    return dict(combined)


def _shard(node: _Node, rows: Mapping[str, SearchRow]) -> bytes:
    """The file: one list a row, `[id, url, title, kind, summary, other names that belong here …]`."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for hit in sorted(node[1], key=lambda hit: (hit.row, hit.alias, hit.name)):
        names[hit.row][hit.name] = None
    lines = []
    for row_id in sorted(names):
        row = rows[row_id]
        url = "" if row.url == f"wiki/{row.id}/" else row.url
        others = [name for name in names[row_id] if name != row.title]
        lines.append([row.id, url, row.title, row.kind, _clipped(row.summary), *others])
    return _dump(lines)


def _clipped(text: str) -> str:
    """The beginning of a summary, cut at a word."""
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _directory(nodes: Mapping[str, _Node]) -> list[str]:
    """The keys of the leaves, and of the inner nodes: how the browser knows which file to ask for.

    Nothing at all for an empty index: the key of a small wiki's only leaf is the empty word.
    """
    keys = {full: " ".join(sorted(key for key in nodes if nodes[key][0] is full)) for full in (True, False)}
    return [keys[True], keys[False]] if nodes else []


def _packed_words(together: Mapping[str, _Node]) -> list[str]:
    """The common words, and which of them have a file together, complete or not: their places in the list."""
    common = sorted({word for key in together for word in key.split("-")})
    places = {word: f"{place}" for place, word in enumerate(common)}
    keys = {True: "", False: ""}
    for key, (full, _) in together.items():
        keys[full] += " " + ".".join(places[word] for word in key.split("-"))
    return [" ".join(common), keys[True].strip(), keys[False].strip()]


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
