"""Fields and types of BibTeX and biblatex → variables and types of CSL."""

from __future__ import annotations

import re

TYPES = {
    "article": "article-journal", "book": "book", "mvbook": "book", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "booklet": "pamphlet", "collection": "book", "mvcollection": "book", "incollection": "chapter", "suppcollection": "chapter",
    "manual": "report", "misc": "document", "online": "webpage", "electronic": "webpage", "www": "webpage", "webpage": "webpage",
    "patent": "patent", "periodical": "periodical", "suppperiodical": "article-journal", "proceedings": "book", "mvproceedings": "book",
    "inproceedings": "paper-conference", "conference": "paper-conference", "reference": "book", "mvreference": "book",
    "inreference": "entry-encyclopedia", "report": "report", "techreport": "report", "thesis": "thesis", "phdthesis": "thesis",
    "mastersthesis": "thesis", "mathesis": "thesis", "bathesis": "thesis", "unpublished": "manuscript", "dataset": "dataset",
    "data": "dataset", "software": "software", "artwork": "graphic", "image": "graphic", "audio": "song", "music": "song",
    "video": "motion_picture", "movie": "motion_picture", "performance": "performance", "jurisdiction": "legal_case",
    "legislation": "legislation", "legal": "treaty", "letter": "personal_communication", "review": "review", "standard": "standard",
    "commentary": "document", "newspaper": "article-newspaper", "map": "map", "newsarticle": "article-newspaper",
}  # fmt: skip

GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "mathesis": "Master's thesis", "bathesis": "Bachelor's thesis"}

WORDS = {
    "phdthesis": "PhD thesis", "mathesis": "Master's thesis", "bathesis": "Bachelor's thesis", "candthesis": "Candidate thesis",
    "techreport": "Technical report", "resreport": "Research report", "newspaper": "Newspaper",
}  # fmt: skip
"""Words that biblatex puts in for what stands in `type`."""

SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}

TEXTS = {
    "journal": "container-title", "journaltitle": "container-title", "booktitle": "container-title", "shortjournal": "container-title-short",
    "maintitle": "collection-title", "series": "collection-title", "publisher": "publisher", "institution": "publisher", "school": "publisher",
    "address": "publisher-place", "location": "publisher-place", "volume": "volume", "number": "issue", "issue": "issue", "pages": "page",
    "chapter": "chapter-number", "language": "language", "langid": "language", "edition": "edition", "isbn": "ISBN",
    "issn": "ISSN", "abstract": "abstract", "note": "note", "addendum": "note", "annote": "annote", "annotation": "annote",
    "keywords": "keyword", "keyword": "keyword", "shorttitle": "title-short", "volumes": "number-of-volumes", "pagetotal": "number-of-pages",
    "eventtitle": "event-title", "venue": "event-place", "origtitle": "original-title", "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place", "version": "version", "part": "part-number", "type": "genre", "library": "call-number",
    "lccn": "call-number", "eid": "number", "pmid": "PMID", "pmcid": "PMCID", "pubstate": "status", "eprint": "archive_location", "eprinttype": "archive",
    "archiveprefix": "archive", "titleaddon": "note", "organization": "publisher", "numpages": "number-of-pages", "howpublished": "note",
}  # fmt: skip

NAMES = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author", "director": "director",
    "collaborator": "contributor", "compiler": "compiler", "illustrator": "illustrator", "interviewer": "interviewer",
    "organizer": "organizer", "editora": "editor", "editorb": "editor", "editorc": "editor",
}  # fmt: skip

ROLES = {
    "editor": "editor", "compiler": "compiler", "director": "director", "collaborator": "contributor", "translator": "translator",
    "organizer": "organizer", "illustrator": "illustrator", "founder": "series-creator", "continuator": "editor", "redactor": "editor",
    "reviser": "editor", "narrator": "narrator", "producer": "producer",
}  # fmt: skip
"""What `editortype` says that an editor is."""

DATES = {
    "urldate": "accessed",
    "origdate": "original-date",
    "origyear": "original-date",
    "eventdate": "event-date",
    "accessed": "accessed",
    "lastchecked": "accessed",
}

ADDRESSES = {"url": "URL", "doi": "DOI"}

TITLES = {
    "title": ("subtitle",), "booktitle": ("booksubtitle",), "journaltitle": ("journalsubtitle",), "maintitle": ("mainsubtitle",),
    "journal": ("journalsubtitle",),
}  # fmt: skip
"""A title, and the field that goes on after a colon."""

READ = {
    *TEXTS, *NAMES, *DATES, *ADDRESSES, "title", "date", "year", "month", "day", "crossref", "xdata", "entrysubtype", "editortype",
    "editoratype", "editorbtype", "editorctype", *(each for rest in TITLES.values() for each in rest),
}  # fmt: skip
"""All fields that are read; others are named as having no place in a record."""

_KEPT = {
    "crossref",
    "xref",
    "xdata",
    "ids",
    "keywords",
    "label",
    "shorttitle",
    "sortkey",
    "options",
    "entryset",
    "related",
    "execute",
    "presort",
    "type",
    "abstract",
    "annote",
    "annotation",
}
"""Fields that no entry takes over from another."""

_INSIDE = {"inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inproceedings", "conference", "inreference"}
_VOLUMES = {"book", "collection", "proceedings", "reference"}


SAME = (("date", "year", "month", "day"), ("journal", "journaltitle"), ("address", "location"), ("institution", "school"))
"""Fields that say the same: an entry that has one of them takes over none of the others."""


def inherited(name: str, child: str, parent: str) -> tuple[str, ...]:
    """Return what a field of a parent is in its child, by the rules of biblatex; () where it is not taken over.

    >>> inherited("title", "inbook", "book"), inherited("publisher", "inbook", "book"), inherited("title", "article", "periodical")
    (('booktitle',), ('publisher',), ('journaltitle',))
    """
    if name in _KEPT:
        return ()
    title = re.fullmatch(r"(?:title|subtitle|titleaddon)", name)
    if parent.startswith("mv") and (child in _VOLUMES or child in _INSIDE):
        return (f"main{name}",) if title else (name,)
    if child in _INSIDE:
        if title:
            return (f"book{name}",)
        if name == "author" and child in ("inbook", "bookinbook", "suppbook") and parent in ("book", "mvbook"):
            return ("author", "bookauthor")
        return (name,)
    if child in ("article", "suppperiodical") and title:
        return (f"journal{name}",)
    return (name,) if not title else ()


def number_of(kind: str, *, series: bool) -> str:
    """Return the variable of `number`: of an issue, of a report, or of a volume in a series."""
    if kind in ("report", "techreport", "patent", "manual", "legislation", "standard", "jurisdiction"):
        return "number"
    return "collection-number" if series and not kind.startswith("article") else "issue"
