"""The index of text: which pages hold a word, in files that the browser fetches for the words of a query.

A page has a number, 24 bits of a digest of its path, so that no page moves another. Pages with the same number (one pair among
thousands) are one to the index, and share a file of passages, in which the browser sees which of them it is.

- `pages/<number>.json`  the pages of a number: address, title, kind, sections with their anchors (passages.py), for excerpts;
- `t-<bound>.bin`  the terms from `bound` to the next file's: a line of `term length …`, then four bytes a page for each of them,
  three of its number and one of the term's weight in it;
- `meta.json`  how many pages there are, the bounds, and the words that are too common to be there.

Which terms share a file follows from the terms and their pages alone: they are divided by the bits of their letters until each
part fits.
So one edited page changes the few files that hold its terms, and the bytes are those of a build from nothing.
"""

from __future__ import annotations

import json
import marshal
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, TypeAlias

from wiki.disk.files import write_new
from wiki.disk.outputs import Outputs
from wiki.disk.store import DamagedStoreError, Store, digest, pack
from wiki.publish.passages import COMMON, Passages

FOLDER = "search/text/"
META = FOLDER + "meta.json"

CAP = 24_000
"""Bytes of a file of terms; a term with more pages than fit has one of its own."""

BATCH = 500
"""Pages whose terms are kept at once."""

FEW = 20
"""One page in so many may have changed for the index to be mended; with more it is as quick to make it anew."""

Postings: TypeAlias = "dict[str, bytes]"
"""Term → four bytes a page, by number."""

Weighed: TypeAlias = "tuple[str, bytes]"
"""Terms and their weights, as Passages has them."""


class Pages(NamedTuple):
    """The pages of a number: their paths, and a digest of their passages."""

    paths: tuple[str, ...]
    content: bytes


class Part(NamedTuple):
    """Terms that stay together: one term, or those of a file that is kept as it is."""

    first: str
    last: str
    size: int
    bound: str | None = None
    content: bytes = b""
    """Digest of the file."""

    @property
    def path(self) -> str:
        """Where the file stands."""
        return terms_path(self.bound or "")


def page_number(path: str) -> int:
    """Return the number of a page."""
    return int.from_bytes(digest(path.encode())[:3], "big")


def passages_path(number: int) -> str:
    """Return the file of a number's passages."""
    return f"{FOLDER}pages/{number:06x}.json"


def terms_path(bound: str) -> str:
    """Return the file of the terms from a bound on; wiki-text.js has the same rule."""
    return f"{FOLDER}t-{bound}.bin" if bound.isascii() else f"{FOLDER}u-{'-'.join(f'{ord(char):x}' for char in bound)}.bin"


# --- dividing terms --------------------------------------------------------------------------------------------


def divide(parts: Sequence[Part]) -> Iterator[tuple[str, Sequence[Part]]]:
    """Yield the files to be, each with the bound it begins at: halves by the bits of the terms' letters, until they fit."""
    ends = [0, *accumulate(part.size for part in parts)]
    pending = [("", 0, len(parts))] if parts else []
    while pending:
        bound, start, stop = pending.pop()
        if stop - start == 1 or ends[stop] - ends[start] <= CAP:
            yield bound, parts[start:stop]
            continue
        low, high = parts[start].first, parts[stop - 1].last
        at = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
        a, b = ord(low[at]) if at < len(low) else 0, ord(high[at])
        bit = (a ^ b).bit_length() - 1
        middle = low[:at] + chr(b >> bit << bit)
        cut = bisect_left(parts, middle, start, stop, key=lambda part: part.first)
        pending += [(parts[cut].first[: at + 1], cut, stop), (bound, start, cut)]


def term_file(postings: Postings) -> bytes:
    """Return the bytes of a file of terms."""
    head = " ".join(f"{term} {len(pages) // 4}" for term, pages in postings.items())
    return b"".join((head.encode(), b"\n", *postings.values()))


def read_term_file(data: bytes) -> Postings:
    """Return what a file of terms holds."""
    head, _, body = data.partition(b"\n")
    words = head.decode().split(" ")
    ends = [0, *accumulate(4 * int(count) for count in words[1::2])]
    return {term: body[start:stop] for term, start, stop in zip(words[::2], ends, ends[1:], strict=False)}


# --- making and mending ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TextIndex:
    """The index of a site: `outputs` says what of it stands; new files go below `new`."""

    store: Store
    outputs: Outputs
    new: Path

    def update(self, digests: Mapping[str, bytes]) -> tuple[dict[str, bytes], bool]:
        """Bring the index up to these pages (path → digest of passages); return its files, path → digest, and whether any is new."""
        numbers = numbered(digests)
        old, parts = self._known()
        changed = [number for number in sorted(old.keys() | numbers.keys()) if old.get(number) != numbers.get(number)]
        whole = self._stands(META) and all(self._stands(part.path, part.content) for part in parts)
        lost = [number for number, pages in numbers.items() if not self._stands(passages_path(number), pages.content)]
        if not whole or FEW * len(changed) > len(numbers):
            self.store.delete("indexed", [f"{number:06x}" for number in old.keys() - numbers.keys()])
            parts = self._make(numbers)
        elif changed or lost:
            for number in set(lost).difference(changed):
                self._write_passages(number, numbers[number])
            parts = self._mend(parts, self._changes(changed, old, numbers))
        about = {"pages": len(numbers), "common": COMMON, "files": [part.bound for part in parts]}
        meta = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        files = {META: digest(meta)}
        if not self._stands(META, files[META]):
            write_new(self.new / META, meta)
        state = [(number, *pages) for number, pages in numbers.items()], [tuple(part) for part in parts]
        self.store.put("meta", [("text-index", b"", pack(state))])
        files |= {passages_path(number): pages.content for number, pages in numbers.items()}
        files |= {part.path: part.content for part in parts}
        return files, bool(changed or lost or not whole)

    def _known(self) -> tuple[dict[int, Pages], list[Part]]:
        """Return what the index was made of, and its files."""
        kept = self.store.get("meta", "text-index")
        numbers, parts = marshal.loads(kept) if kept else ((), ())  # noqa: S302 - our own, checked
        return {number: Pages(paths, content) for number, paths, content in numbers}, [Part(*part) for part in parts]

    def _stands(self, path: str, content: bytes | None = None) -> bool:
        return self.outputs.intact(path, content)

    # --- all of it

    def _make(self, numbers: Mapping[int, Pages]) -> list[Part]:
        found: defaultdict[str, list[bytes]] = defaultdict(list)
        every = list(numbers.items())
        for first in range(0, len(every), BATCH):
            rows = []
            for number, pages in every[first : first + BATCH]:
                terms, weights = self._write_passages(number, pages)
                entries = {weight: _entry(number, weight) for weight in set(weights)}
                for term, weight in zip(terms.split(), weights, strict=True):
                    found[term].append(entries[weight])
                rows.append((f"{number:06x}", b"", pack((terms, weights))))
            self.store.put("indexed", rows)
        postings = {term: b"".join(found.pop(term)) for term in sorted(found)}
        return self._write_terms([_part(term, pages) for term, pages in postings.items()], postings)

    def _write_passages(self, number: int, pages: Pages) -> Weighed:
        """Write the file of a number's passages if it does not stand; return the terms of its pages, with the greatest of their weights."""
        records = [self._passages(path) for path in pages.paths]
        path = passages_path(number)
        if not self._stands(path, pages.content):
            write_new(self.new / path, f"[{','.join(record.fragment for record in records)}]\n".encode())
        if len(records) == 1:
            return records[0].terms, records[0].weights
        every = [_weights(record.terms, record.weights) for record in records]
        greatest = {term: max(each.get(term, 0) for each in every) for each in every for term in each}
        return " ".join(greatest), bytes(greatest.values())

    def _passages(self, path: str) -> Passages:
        data = self.store.get("passages", path) or self.store.get("asides", path)
        if data is None:
            raise DamagedStoreError(path)
        return Passages(*marshal.loads(data))  # noqa: S302 - our own, checked

    # --- some of it

    def _mend(self, parts: Sequence[Part], changes: Mapping[str, Mapping[bytes, bytes]]) -> list[Part]:
        terms = sorted(changes)
        postings: Postings = {}
        found: list[Part] = []
        for part, after in zip(parts or [Part("", "", 0, "")], [*(part.bound for part in parts[1:]), None], strict=True):
            own = terms[bisect_left(terms, part.bound or "") : None if after is None else bisect_left(terms, after)]
            if not own:
                found.append(part)
                continue
            loaded = self._read(part) if part.last else {}
            for term in own:
                loaded[term] = _changed(loaded.get(term, b""), changes[term])
            fresh = {term: loaded[term] for term in sorted(loaded) if loaded[term]}
            found += [_part(term, pages) for term, pages in fresh.items()]
            postings |= fresh
        return self._write_terms([part for part in found if part.last], postings)

    def _changes(self, changed: Iterable[int], old: Container[int], numbers: Mapping[int, Pages]) -> dict[str, dict[bytes, bytes]]:
        """Return what changes in terms: term → three bytes of a page's number → its entry, or nothing where the page has it no more."""
        changes: defaultdict[str, dict[bytes, bytes]] = defaultdict(dict)
        for number in changed:
            id_ = f"{number:06x}"
            kept = self.store.get("indexed", id_) if number in old else pack(("", b""))
            if kept is None:
                raise DamagedStoreError(id_)
            before = _weights(*marshal.loads(kept))  # noqa: S302 - our own, checked
            terms = self._write_passages(number, numbers[number]) if number in numbers else ("", b"")
            after = _weights(*terms)
            for term, _ in before.items() ^ after.items():
                changes[term][_entry(number, 0)[:3]] = _entry(number, after[term]) if term in after else b""
            if number in numbers:
                self.store.put("indexed", [(id_, b"", pack(terms))])
            else:
                self.store.delete("indexed", [id_])
        return changes

    def _write_terms(self, parts: Sequence[Part], postings: Postings) -> list[Part]:
        """Write the files of terms that are not there yet; return all."""
        files = []
        for bound, group in divide(parts):
            if len(group) == 1 and group[0].bound == bound:
                files.append(group[0])
                continue
            held: Postings = {}
            for part in group:
                held |= {part.first: postings[part.first]} if part.bound is None else self._read(part)
            data = term_file(held)
            file = Part(group[0].first, group[-1].last, sum(part.size for part in group), bound, digest(data))
            if not self._stands(terms_path(bound), file.content):
                write_new(self.new / terms_path(bound), data)
            files.append(file)
        return files

    def _read(self, part: Part) -> Postings:
        return read_term_file((self.outputs.folder / part.path).read_bytes())


def numbered(digests: Mapping[str, bytes]) -> dict[int, Pages]:
    """Return pages (path → digest of passages) by their numbers, in order."""
    paths: defaultdict[int, list[str]] = defaultdict(list)
    for path in sorted(digests):
        paths[page_number(path)].append(path)
    return {number: Pages(tuple(paths[number]), digest(*(digests[path] for path in paths[number]))) for number in sorted(paths)}


def _part(term: str, pages: bytes) -> Part:
    return Part(term, term, len(term) + 4 + len(pages))


def _entry(number: int, weight: int) -> bytes:
    return (number << 8 | weight).to_bytes(4, "big")


def _weights(terms: str, weights: bytes) -> dict[str, int]:
    return dict(zip(terms.split(), weights, strict=True))


def _changed(pages: bytes, changes: Mapping[bytes, bytes]) -> bytes:
    """Return a term's pages with the entries of some numbers taken out or put in."""
    kept = (pages[at : at + 4] for at in range(0, len(pages), 4))
    return b"".join(sorted([*(entry for entry in kept if entry[:3] not in changes), *filter(None, changes.values())]))
