"""*check*: a `RawFile` becomes an `Entry`, one rule at a time; what is wrong is collected, never raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wiki.check.bodies import parse_body
from wiki.check.claims import KEYS, VERDICTS, Context, check_claims
from wiki.check.words import check_words
from wiki.disk.boundary import stumbled
from wiki.model import Alias, Claim, Correction, Entry, Place, SameAs, Verdict
from wiki.model.ids import fault_of_id
from wiki.model.letters import same_letters
from wiki.model.problems import Problem, expected, has_errors, nearest, problem
from wiki.read.fields import Fields, listed
from wiki.read.nodes import Mapping, RawFile, Scalar, Sequence
from wiki.read.vocabulary import Kind, Vocabulary

ENTRY_KEYS = (
    "title", "subtype", "summary", "aliases", "names", "status", "facts", "series", "relations", "positions", "announcements",
    "disagreements", "open", "autolink", "reviewed", "authors", "corrections", "same-as", "former",
)  # fmt: skip
"""The keys of an entry, in the order in which `wiki fmt` writes them."""


def check_entry(raw: RawFile, vocabulary: Vocabulary) -> tuple[Entry | None, list[Problem]]:
    """Return the entry, or None where it has errors, with its problems."""
    try:
        return _check_entry(raw, vocabulary)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return None, [stumbled(raw.path, error)]


def _check_entry(raw: RawFile, vocabulary: Vocabulary) -> tuple[Entry | None, list[Problem]]:
    kind = vocabulary.kind_of_folder(raw.folder)
    top = Place(raw.path, 1)
    problems = list(_check_path(raw, kind, vocabulary, top))
    if kind is None:
        return None, problems
    fields = Fields(raw.fields, raw.path, problems, "an entry")
    fields.check_keys(ENTRY_KEYS)
    title, summary = _title(fields, top), _summary(fields, top)
    claims = check_claims(fields, Context(raw.id, kind.id, vocabulary))
    body, prose, body_problems = parse_body(raw.body, raw.id, raw.path, raw.body_line)
    problems += body_problems
    problems += _check_anchors(claims, prose)
    problems += check_words(raw, vocabulary)
    problems += _check_required(kind, claims, fields, top)
    open_ = _open(fields, vocabulary)
    autolink, unlinked = _autolink(fields)
    entry = Entry(
        id=raw.id,
        kind=kind.id,
        subtype=_subtype(fields, kind),
        title=title,
        summary=summary,
        path=raw.path,
        aliases=_aliases(fields, title),
        former=_former(fields, raw.id),
        claims=(*claims, *prose),
        body=body,
        title_place=fields.place("title"),
        summary_place=fields.place("summary"),
        open=tuple(each.value for each in open_),
        open_places=tuple(Place(raw.path, each.line, each.column) for each in open_),
        autolink=autolink,
        unlinked=unlinked,
        reviewed=_reviewed(fields),
        authors=tuple(each.value for each in listed(fields, "authors")),
        corrections=_corrections(fields),
        same_as=_same_as(fields),
        verdicts=_verdicts(fields),
    )
    return (None if has_errors(problems) else entry), problems


def _check_path(raw: RawFile, kind: Kind | None, vocabulary: Vocabulary, top: Place) -> Iterator[Problem]:
    """The file's name is an id, and its folder is that of a kind."""
    if fault := fault_of_id(raw.id):
        yield problem(top, "id", f"the file name '{raw.id}' is no id; {fault}")
    if kind is None:
        folders = [each.folder for each in vocabulary.kinds.values()]
        yield problem(top, "kind", expected(raw.folder, folders, what="folder of entries"))


def _check_anchors(claims: Iterable[Claim], prose: Iterable[Claim]) -> Iterator[Problem]:
    """No claim in the body has the anchor of one in the fields."""
    anchors = {claim.anchor for claim in claims}
    for claim in prose:
        if claim.anchor in anchors:
            yield problem(claim.place, "duplicate-id", f"anchor '#{claim.anchor}' is given to a claim in the fields too")


def _check_required(kind: Kind, claims: Iterable[Claim], fields: Fields, top: Place) -> Iterator[Problem]:
    """An entry must have a claim about each property that its kind requires; of one that was tried, what is wrong is said already."""
    found = {claim.property for claim in claims}
    missing = [each for each in kind.requires if each not in found]
    tried = _tried_properties(fields) if missing else ()
    for required in missing:
        if tried is not None and not (tried and nearest(required, tried)):
            yield problem(top, "missing-fact", f"an entry of kind '{kind.id}' needs a fact with 'property: {required}'")


def _tried_properties(fields: Fields) -> list[str] | None:
    """Return the properties of the facts as they are written; None where the facts cannot be read."""
    node = fields.node.get("facts")
    rows = node.items if isinstance(node, Sequence) else ()
    if node is not None and not all(isinstance(row, Mapping) for row in rows or (node,)):
        return None
    return [each.value for row in rows if isinstance(row, Mapping) and isinstance(each := row.get("property"), Scalar)]


def _title(fields: Fields, top: Place) -> str:
    """'title' must be there, on one line, of at most 120 characters."""
    if not fields.has("title"):
        fields.problems.append(problem(top, "missing-title", "the entry has no title; add 'title: …'"))
    title = fields.text("title")
    if len(title) > 120:
        fields.report("title", "title", f"the title has {len(title)} characters; expected at most 120")
    return title


def _summary(fields: Fields, top: Place) -> str:
    """'summary' must be there: it stands in previews, indexes and search results."""
    if not fields.has("summary"):
        fields.problems.append(
            problem(top, "missing-summary", "the entry has no summary; add 'summary: …', one or two sentences that stand alone")
        )
    summary = fields.text("summary")
    if len(summary) > 600:
        fields.report("summary", "summary", f"the summary has {len(summary)} characters; expected at most 600")
    return summary


def _subtype(fields: Fields, kind: Kind) -> str:
    """'subtype' must be one of the kind's."""
    if kind.subtypes is None:
        return fields.text("subtype")
    return fields.one_of("subtype", kind.subtypes, what=f"subtype of {kind.id}", rule="unknown-subtype")


def _aliases(fields: Fields, title: str) -> tuple[Alias, ...]:
    """Every string that finds the entry; none is given twice, and a name of the table may repeat no alias."""
    found: list[Alias] = []
    seen: dict[str, str] = {}
    if title:
        found.append(Alias(title, fields.place("title"), "title"))
        seen[same_letters(title).casefold()] = "the title"
    for scalar in listed(fields, "aliases"):
        place = Place(fields.path, scalar.line, scalar.column)
        text = " ".join(scalar.value.split())
        if not text:
            continue
        same = same_letters(text).casefold()
        if same in seen:
            fields.problems.append(problem(place, "duplicate-alias", f"alias '{text}' is already {seen[same]} of this entry"))
            continue
        seen[same] = "an alias"
        found.append(Alias(text, place, "alias"))
    return _with_names(fields, found)


def _with_names(fields: Fields, aliases: list[Alias]) -> tuple[Alias, ...]:
    """Add the names of the table to the aliases; one that is an alias already may say that it is not linked."""
    found = aliases
    for row in fields.rows("names"):
        node = row.node.get("text")
        if isinstance(node, Scalar) and node.value.strip():
            text = " ".join(node.value.split())
            if text not in {each.text for each in found}:
                link = row.node.get("link")
                linked = not (isinstance(link, Scalar) and link.value in ("no", "false", "off"))
                found = [*found, Alias(text, Place(fields.path, node.line, node.column), "name", linked)]
            elif row.node.get("link") is not None and not row.flag("link", default=True):
                found = [Alias(a.text, a.place, a.origin, link=False) if a.text == text else a for a in found]
    return tuple(found)


def _former(fields: Fields, entry: str) -> tuple[str, ...]:
    """'former' lists ids that the entry had, which are not its id today."""
    former = listed(fields, "former")
    for scalar in former:
        place = Place(fields.path, scalar.line, scalar.column)
        fault = fault_of_id(scalar.value)
        if fault:
            fields.problems.append(problem(place, "id", f"'{scalar.value}' is no id; {fault}"))
        elif scalar.value == entry:
            fields.problems.append(problem(place, "duplicate-id", f"'{entry}' is the entry's id today, not a former one"))
    return tuple(each.value for each in former)


def _open(fields: Fields, vocabulary: Vocabulary) -> tuple[Scalar, ...]:
    """'open' lists properties (or relation types) that the sources read leave open."""
    known = (*vocabulary.properties, *vocabulary.relations)
    found = []
    for scalar in listed(fields, "open"):
        if scalar.value in known:
            found.append(scalar)
        else:
            place = Place(fields.path, scalar.line, scalar.column)
            fields.problems.append(problem(place, "unknown-property", expected(scalar.value, known, what="property")))
    return tuple(found)


def _autolink(fields: Fields) -> tuple[bool, tuple[str, ...]]:
    """'autolink' is 'off', or the names that this body leaves unlinked."""
    names = tuple(scalar.value for scalar in listed(fields, "autolink"))
    if names in (("off",), ("no",), ("false",)):
        return False, ()
    return True, () if names in (("on",), ("yes",), ("true",)) else names


def _reviewed(fields: Fields) -> tuple[tuple[str, str], ...]:
    """'reviewed' says by whom and when; one mapping, or a list of them."""
    rows = [fields.mapping("reviewed")] if fields.has("reviewed") and not _is_list(fields, "reviewed") else list(fields.rows("reviewed"))
    found = []
    for row in rows:
        if row is None:
            continue
        row.check_keys(("by", "date"), ("by", "date"))
        date = row.date("date")
        found.append((row.text("by"), date.text if date else ""))
    return tuple(found)


def _is_list(fields: Fields, key: str) -> bool:
    return isinstance(fields.node.get(key), Sequence)


def _corrections(fields: Fields) -> tuple[Correction, ...]:
    """A correction has a date and says what was wrong; it may name the claim."""
    found = []
    for row in fields.rows("corrections"):
        row.check_keys(("date", "what", "claim"), ("date", "what"))
        date = row.date("date")
        found.append(Correction(date.text if date else "", row.text("what"), row.text("claim").removeprefix("#")))
    return tuple(found)


def _same_as(fields: Fields) -> tuple[SameAs, ...]:
    """An identifier elsewhere has a scheme, an id and a source: none is invented."""
    found = []
    for row in fields.rows("same-as"):
        row.check_keys(("scheme", "id", "cite"), ("scheme", "id"))
        found.append(SameAs(row.text("scheme"), row.text("id"), row.required_citations("cite", "this identifier")))
    return tuple(found)


def _verdicts(fields: Fields) -> tuple[Verdict, ...]:
    """A verdict names claims, says which of the known verdicts it is, and why."""
    found = []
    for row in fields.rows("disagreements"):
        row.check_keys(("claims", "verdict", "why"), ("claims", "verdict", "why"))
        claims = tuple(each.value.removeprefix("#") for each in row.scalars("claims"))
        found.append(Verdict(claims, row.one_of("verdict", VERDICTS, what="verdict"), row.text("why")))
    return tuple(found)


CLAIM_LISTS = tuple(KEYS)
