"""Key words: the words of a text that say what it is about, each in the forms that English gives it."""

from __future__ import annotations

import re
from functools import lru_cache

from wiki.evidence import word_forms

_PLAIN = frozenset((
    "across", "also", "although", "among", "another", "around", "article", "articles", "author", "authors", "away", "became", "become",
    "becomes", "brief", "briefs", "byline", "calls", "came", "cannot", "come", "comes", "document", "documents", "does", "done", "down",
    "else", "ever", "every", "few", "first", "foreword", "further", "gave", "get", "give", "given", "gives", "go", "goes", "going", "gone",
    "got", "herself", "himself", "holds", "item", "items", "journal", "kind", "last", "later", "like", "made", "make", "makes", "making",
    "many", "mention", "mentions", "might", "named", "names", "near", "never", "next", "nobody", "none", "nor", "nothing", "off", "often",
    "once", "one", "onto", "per", "put", "puts", "rather", "reads", "said", "say", "saying", "says", "second", "see", "seen", "several",
    "shall", "since", "something", "source", "sources", "speak", "speaks", "survives", "take", "taken", "takes", "taking", "text",
    "themselves", "third", "three", "till", "together", "told", "took", "toward", "towards", "two", "unnamed", "upon", "used", "using",
    "want", "wants", "way", "ways", "well", "went", "whether", "whole", "why", "within", "without", "write", "writes", "wrote", "yes", "yet",
))  # fmt: skip
"""Words that say nothing of what a text is about, or speak of the documents, besides those that evidence leaves out."""
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "ied", "ed", "es", "er", "ly", "s", "d", "e", "y", "n")
_ADDED = ("", "s", "ed", "ing", "e", "es", "er", "y", "ies", "ion")
_SHORTEST = 4


@lru_cache(maxsize=4096)
def key_words(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the key words of a text, each in all its forms."""
    return tuple(dict.fromkeys(variants(form) for form in word_forms(text) if form not in _PLAIN))


@lru_cache(maxsize=16384)
def variants(form: str) -> tuple[str, ...]:
    """Return a word and what it may be with other English endings.

    >>> "supply" in variants("supplies"), "detained" in variants("detention"), "tajik" in variants("tajiks")
    (True, False, True)
    """
    if not re.fullmatch("[a-z]{4,}", form):
        return (form,)
    stem = next(
        (form[: -len(end)] for end in _ENDINGS if form.endswith(end) and not form.endswith("ss") and len(form) - len(end) >= _SHORTEST),
        form,
    )
    stems = (stem, stem[:-1]) if stem != form and len(stem) > _SHORTEST and stem[-1] == stem[-2] else (stem,)
    return tuple(dict.fromkeys((form, *(each + end for each in stems for end in _ADDED))))
