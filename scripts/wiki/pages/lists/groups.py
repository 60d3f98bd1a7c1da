"""Every page that is not one entry's: in groups, each of which is planned anew only if rows of its channels have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from wiki.link.graph import Graph
from wiki.model import addresses
from wiki.pages import between, compare
from wiki.pages.lists.indexes import home, index, timeline
from wiki.pages.lists.names import redirects, shared_name_pages
from wiki.pages.lists.registers import announcements, corrections, disagreements, due
from wiki.pages.lists.sources import source_list, source_page
from wiki.pages.plan import Evidences, Group, Plan, Rows, Told
from wiki.read.vocabulary import Vocabulary

VOCABULARY_LEAD = "The kinds, properties, relations, statuses and stances that entries use, and the choice of words."


def page_groups(graph: Graph, rows: Rows, evidence: Evidences, channels: Iterable[str], told: Told) -> Iterator[Group]:
    """Yield every page that is not an entry's own; `graph` is asked for its settings, vocabulary, sources and names only.

    `channels` are all that have rows. What the pages told must be in `told` when a group is planned that is telling.
    """
    kinds = graph.vocabulary.kinds.values()
    sources = sorted(graph.sources.values(), key=lambda source: (source.path, source.key))
    yield Group("home", tuple(f"index:{kind.folder}" for kind in kinds), lambda: [home(graph, rows)])
    yield Group("all", ("index:wiki",), lambda: index("wiki", "All entries", "Every entry of the wiki, by title.", rows, ()))
    for kind in kinds:
        labels = tuple(graph.vocabulary.properties[column].label for column in kind.columns)
        channel = f"index:{kind.folder}"
        yield Group(channel, (channel,), partial(index, kind.folder, kind.plural, kind.definition, rows, labels))
    yield Group("timeline", ("timeline",), lambda: timeline(rows))
    keys = tuple(source.key for source in sources)
    yield Group("sources", tuple(f"source:{key}" for key in keys), lambda: [source_list(sources, told)], evidence=keys, telling=True)
    for source in sources:
        channel = f"source:{source.key}"
        yield Group(channel, (channel,), partial(source_page, source, rows, evidence), evidence=(source.key,))
    yield Group("announcements", ("announcements",), lambda: announcements(rows))
    yield Group("disagreements", ("disagreements",), lambda: disagreements(rows))
    yield Group("due", ("due",), lambda: due(graph, rows))
    yield Group("corrections", ("corrections",), lambda: [corrections(rows)])
    yield from between.pair_groups(graph, rows, channels)
    yield from compare.side_groups(graph, rows, channels)
    yield Group("vocabulary", (), lambda: [Plan("vocabulary/index.md", "vocabulary.md", "Vocabulary", {}, VOCABULARY_LEAD)])
    yield Group("shared-names", ("index:wiki",), lambda: shared_name_pages(graph, rows), named=True)
    yield Group("redirects", ("index:wiki",), lambda: redirects(graph, rows), named=True)


def made_folders(vocabulary: Vocabulary) -> list[str]:
    """Return the folders of docs/ in which the build makes pages; each has an index."""
    kinds = [kind.folder for kind in vocabulary.kinds.values()]
    in_pairs = [between.FOLDER, compare.FOLDER] if any(kind.pairs for kind in vocabulary.kinds.values()) else []
    return [*kinds, *addresses.MADE, *in_pairs]
