"""The law of the incremental build: after any edits it leaves the same bytes as a build from nothing.

A page that is wrongly kept fails it. The caches may be deleted, cut or filled with rubbish in between.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.build.kept import claims_naming, links_to
from wiki.build.pipeline import build_wiki
from wiki.build.state import check_world
from wiki.build.world import World
from wiki.cli import main
from wiki.disk.workers import quiet
from wiki.link.names import NameTable
from wiki.model import Source
from wiki.pages.lists.sources import shown_of

IDS = ("alder", "birch", "cedar", "doum")
WORDS = ("Alder", "Birch", "Cedar", "Doum palm", "D\u00f6um", "Do\u0308um", "Elm", "the grove", "a mill of 12 km", "nothing")
VOCABULARY = """kinds:
  - {id: tree, folder: trees, label: Tree, columns: [height], pairs: [giver]}
  - {id: event, folder: events, label: Event, requires: [date]}
properties:
  - {id: date, label: Date, type: date}
  - {id: height, label: Height, type: quantity, units: [m]}
  - {id: gives, label: Gives, type: quantity, units: [kg], inverse: takes}
  - {id: takes, label: Takes, type: quantity, units: [kg], inverse: gives}
relations:
  - {id: shades, label: shades, inverse: shaded by}
statuses: [{id: standing, label: Standing, definition: Not felled.}]
stances: [{id: praises, label: praises}]
sources: [{id: book, label: Book}]
"""

name = st.sampled_from(IDS)
word = st.sampled_from(WORDS)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, ...]:
    """Return one edit: what is done, to which entry, with what."""
    kind = draw(
        st.sampled_from(
            ("text", "title", "alias", "relation", "fact", "position", "event", "remove", "source", "label", "by-hand", "cache")
        )
    )
    return (kind, draw(name), draw(name), draw(word), str(draw(st.integers(1, 3))))


def entry(title: str, *, alias: str = "", relation: str = "", fact: str = "", position: str = "", body: str = "Stands.") -> str:
    """Return the text of an entry."""
    front = f"---\ntitle: {title}\nsubtype: giver\nsummary: The {title.lower()} is a tree.\n"
    if alias:
        front += f"aliases:\n  - {alias}\n"
    if fact:
        front += (
            f"facts:\n  - property: gives\n    value: {fact} kg\n    with: {relation or 'alder'}\n    date: 2020\n    cite: flora, l. 2\n"
            if relation
            else (f"facts:\n  - property: height\n    value: {fact} m\n    cite: flora, l. 2\n")
        )
    if relation:
        front += f"relations:\n  - type: shades\n    target: {relation}\n    cite: flora, l. 3\n"
    if position:
        front += f"positions:\n  - on: {position}\n    stance: praises\n    text: Good wood.\n    cite: flora, l. 4\n"
    return f"{front}---\n{body}\n"


def apply(root: Path, edit: tuple[str, ...]) -> None:
    """Do an edit; one that would make the wiki wrong leaves it as it is."""
    kind, id_, other, text, number = edit
    file = root / "entries" / "trees" / f"{id_}.md"
    title = id_.capitalize() if id_ != "doum" else "Doum palm"
    if kind == "text":
        file.write_text(entry(title, body=f"Near {text} and [[{other}]] [@flora, l. {number}].\n\n## More\n\nAlso {text}."))
    elif kind == "title":
        file.write_text(entry(f"{title} {number}", body=f"Called after {text}."))
    elif kind == "alias":
        file.write_text(entry(title, alias=f"Elm {number}" if number != "1" else "Elm", body="Of many names."))
    elif kind in ("relation", "position") and other != id_:
        file.write_text(entry(title, relation=other if kind == "relation" else "", position=other if kind == "position" else ""))
    elif kind == "fact" and other != id_:
        file.write_text(entry(title, fact=number, relation=other if number != "2" else ""))
    elif kind == "event":
        (root / "entries" / "events" / f"storm-{number}.md").write_text(
            f"---\ntitle: Storm {number}\nsummary: A storm.\nfacts:\n  - property: date\n    value: 19{number}0\n    cite: flora, l. 5\n"
            f"relations:\n  - type: shades\n    target: {other}\n    cite: flora, l. 6\n"
            + (f"  - type: shades\n    target: {id_}\n    cite: flora, l. 6\n" if id_ != other else "")
            + f"---\nBlew over {text}.\n"
        )
    elif kind == "remove":
        for storm in (root / "entries" / "events").glob(f"storm-{number}.md"):
            storm.unlink()
    elif kind == "source":
        (root / "seeds" / "flora.md").write_text(f"---\ntitle: Flora, edition {number}\nsource-type: book\n---\nOf {text}.\n")
    elif kind == "label":
        (root / "entries" / "vocabulary.yml").write_text(VOCABULARY.replace("label: shades", f"label: shades {number}"))
    elif kind == "by-hand":
        (root / "docs" / "about").mkdir(parents=True, exist_ok=True)
        (root / "docs" / "about" / "index.md").write_text(f"# About {text}\n\n[A tree](../wiki/{other}.md)\n")
    elif kind == "cache":
        spoil(root, int(number))


def spoil(root: Path, how: int) -> None:
    """Do to the caches what may happen to them."""
    store = root / ".wiki-cache" / "store.sqlite"
    if not store.exists():
        return
    data = store.read_bytes()
    if how == 1:
        shutil.rmtree(root / ".wiki-cache")
    elif how == 2:
        store.write_bytes(data[: len(data) // 2])
    else:
        chance = random.Random(len(data))  # noqa: S311 - any rubbish does
        with store.open("r+b") as file:
            for _ in range(3):
                file.seek(chance.randrange(4096, len(data)))
                file.write(chance.randbytes(4096))


@pytest.mark.parametrize("table", ["links", "claims", "rows"])
def test_a_changed_record_of_what_others_say_is_not_believed(table: str, tmp_path: Path) -> None:
    """Such records carry no sum that is looked at one by one: all that say something of an entry must come to the sum that is known."""
    root = tmp_path / "wiki"
    start(root)
    apply(root, ("relation", "birch", "alder", "", "1"))
    assert build(root) == 0
    with contextlib.closing(sqlite3.connect(root / ".wiki-cache" / "store.sqlite")) as store, store:
        changed = store.execute(f"UPDATE {table} SET data = CAST(replace(CAST(data AS TEXT), 'irch', 'eech') AS BLOB)")  # noqa: S608
        assert changed.rowcount > 0
    apply(root, ("text", "alder", "cedar", "Doum palm", "1"))
    apply(root, ("text", "doum", "alder", "Birch", "1"))
    apply(root, ("title", "cedar", "", "Elm", "2"))
    assert_as_cold(root)


def start(root: Path) -> None:
    """Write the wiki that edits begin with."""
    for folder in ("entries/trees", "entries/events", "seeds"):
        (root / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: Grove\n")
    (root / "entries" / "vocabulary.yml").write_text(VOCABULARY)
    (root / "seeds" / "flora.md").write_text("---\ntitle: Flora\nsource-type: book\n---\nBy a gardener.\n")
    for id_ in IDS:
        (root / "entries" / "trees" / f"{id_}.md").write_text(
            entry(id_.capitalize() if id_ != "doum" else "Doum palm", body="A tree near Alder.")
        )


def build(root: Path, *options: str) -> int:
    """Build with one process, so that a failure shows where it happened."""
    return main(["build", "--root", str(root), "--jobs", "1", *options])


def tree(root: Path) -> dict[str, bytes]:
    """Return every made file by its path."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for folder in ("docs", "site")
        for file in sorted((root / folder).rglob("*"))
        if file.is_file()
    }


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(sequence=st.lists(edits(), min_size=2, max_size=5))
def test_incremental_equals_cold(sequence: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("warm") / "wiki"
    start(root)
    assert build(root) == 0
    for edit in sequence:
        apply(root, edit)
        assert_as_cold(root)


def assert_as_cold(root: Path) -> None:
    """Build what stands there, once as it is and once from nothing: the same status, and where that is 0, the same bytes."""
    status = build(root)
    cold = root.with_name("cold")
    shutil.rmtree(cold, ignore_errors=True)
    shutil.copytree(root, cold, ignore=shutil.ignore_patterns(".wiki-cache", "site", "site.*"))
    for made in (cold / "docs").rglob("*.md"):
        if 'generator: "wiki"' in made.read_text():
            made.unlink()
    assert build(cold) == status
    if status == 0:
        warm, made_cold = tree(root), tree(cold)
        assert warm.keys() == made_cold.keys()
        assert [path for path in warm if warm[path] != made_cold[path]] == []


def test_the_index_of_text_can_be_left_out_and_comes_back(tmp_path: Path) -> None:
    root = tmp_path / "warm" / "wiki"
    start(root)
    index = root / "site" / "search" / "text"
    for option, made in (((), True), (("--no-text-index",), False), ((), True)):
        apply(root, ("text", "cedar", "birch", f"a mill of {len(option)} km", "1"))
        assert build(root, *option) == 0
        assert index.is_dir() == made
    apply(root, ("text", "cedar", "alder", "Elm", "2"))
    assert_as_cold(root)


def test_pages_of_pairs_come_and_go_as_in_a_cold_build(tmp_path: Path) -> None:
    root = tmp_path / "warm" / "wiki"
    start(root)
    page = root / "site" / "between" / "alder" / "birch" / "index.html"
    linked = 'href="../../between/alder/birch/"'
    state = root / "site" / "wiki" / "alder" / "index.html"
    steps = (
        (("fact", "birch", "alder", "Elm", "1"), False, False),  # a figure and a relation: two rows
        (("event", "alder", "birch", "Elm", "1"), True, False),  # a third, which neither page of the two knows of
        (("title", "cedar", "birch", "Elm", "3"), True, False),
        (("relation", "alder", "birch", "Elm", "1"), True, True),
        (("remove", "alder", "alder", "Elm", "1"), True, True),
        (("label", "alder", "alder", "Elm", "2"), True, True),
        (("title", "birch", "alder", "Elm", "2"), False, False),
        (("fact", "birch", "alder", "Elm", "3"), True, True),
        (("text", "alder", "birch", "Elm", "1"), False, False),
    )
    for edit, made, known in steps:
        apply(root, edit)
        assert_as_cold(root)
        assert (page.is_file(), linked in state.read_text()) == (made, known), edit


def test_comparisons_come_and_go_as_in_a_cold_build(tmp_path: Path) -> None:
    root = tmp_path / "warm" / "wiki"
    start(root)
    page = root / "site" / "compare" / "height" / "index.html"
    steps = (
        (("fact", "alder", "birch", "Elm", "2"), False),
        (("fact", "birch", "alder", "Elm", "2"), False),
        (("fact", "cedar", "birch", "Elm", "2"), True),
        (("alias", "doum", "birch", "Elm", "2"), True),
        (("title", "birch", "alder", "Elm", "2"), False),
    )
    for edit, made in steps:
        apply(root, edit)
        assert_as_cold(root)
        assert page.is_file() == made, edit


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sequence=st.lists(st.tuples(edits(), st.sampled_from(("kept", "read", "beside"))), min_size=2, max_size=6))
def test_a_world_that_was_there_before_equals_one_made_anew(
    sequence: list[tuple[tuple[str, ...], str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The one before is kept in memory, or read from the store, or kept while another process works on the store."""
    root = tmp_path_factory.mktemp("kept") / "wiki"
    start(root)
    world = check_world(root, quiet(jobs=1)).world
    for edit, how in sequence:
        apply(root, edit)
        found = check_world(root, quiet(jobs=1), previous=world if how == "kept" and edit[0] != "cache" else None)
        world = world if how == "beside" and edit[0] != "cache" else found.world
        fresh = root.with_name("fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".wiki-cache"))
        anew = check_world(fresh, quiet(jobs=1))
        assert found.problems == anew.problems, edit
        assert found.world.links == anew.world.links, edit
        assert names(found.world) == names(anew.world), edit
        assert facets(found.world) == facets(anew.world), edit
        for id_ in found.world.whole:  # raises where the store does not hold what the facets say
            assert len(list(links_to(found.world, id_))) == len(list(links_to(anew.world, id_)))
            assert list(claims_naming(found.world, id_)) == list(claims_naming(anew.world, id_))


def test_a_world_in_memory_is_not_used_after_another_process_has_gone_on(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    start(root)
    world = check_world(root, quiet(jobs=1)).world
    apply(root, ("relation", "alder", "birch", "Elm", "1"))
    assert len(list(claims_naming(check_world(root, quiet(jobs=1)).world, "birch"))) == 1
    apply(root, ("text", "alder", "cedar", "Elm", "1"))
    assert list(claims_naming(check_world(root, quiet(jobs=1), previous=world).world, "birch")) == []


def names(world: World) -> dict[str, Any]:
    return {name: getattr(world.names, name) for name in NameTable.__slots__}


def facets(world: World) -> dict[str, int]:
    return {facet: value for facet, value in world.facets.items() if value}


def test_of_sources_that_nothing_new_cites_only_the_list_is_made_anew(site_copy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site_copy("minimal")
    build_wiki(root, root / "site", quiet(jobs=1))
    haven = root / "entries" / "ports" / "grey-haven.md"
    haven.write_text(
        haven.read_text(encoding="utf-8").replace("cite: pilot-2019, l. 3", "cite: pilot-2019, l. 2; pilot-2019, l. 3"), "utf-8"
    )
    shown: list[str] = []

    def noted(source: Source, *rest: Any) -> dict[str, Any]:
        shown.append(source.key)
        return shown_of(source, *rest)

    monkeypatch.setattr("wiki.pages.lists.sources.shown_of", noted)
    before = (root / "site" / "sources" / "index.html").read_text(encoding="utf-8")
    build_wiki(root, root / "site", quiet(jobs=1))
    assert shown == ["pilot-2019"]
    assert (root / "site" / "sources" / "index.html").read_text(encoding="utf-8") != before


def test_a_run_that_is_broken_off_leaves_nothing_to_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "wiki"
    start(root)
    check_world(root, quiet(jobs=1))
    apply(root, ("alias", "alder", "birch", "Elm", "1"))
    apply(root, ("text", "birch", "cedar", "Elm", "1"))

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("wiki.build.state.settle", broken)
        with pytest.raises(KeyboardInterrupt):
            check_world(root, quiet(jobs=1))
    apply(root, ("text", "alder", "cedar", "nothing", "1"))
    world = check_world(root, quiet(jobs=1)).world
    shutil.rmtree(root / ".wiki-cache")
    anew = check_world(root, quiet(jobs=1)).world
    assert (world.links, facets(world)) == (anew.links, facets(anew))


def test_tampered_output_is_made_again(tmp_path: Path) -> None:
    root = tmp_path / "wiki"
    start(root)
    assert build(root) == 0
    right = tree(root)
    (root / "docs" / "wiki" / "alder.md").write_text('---\ngenerator: "wiki"\n---\nRubbish.\n')
    (root / "site" / "wiki" / "birch" / "index.html").write_text("Rubbish.")
    (root / "site" / "wiki" / "cedar" / "index.json").unlink()
    (root / "site" / "data" / "claims.csv").write_text("Rubbish.")
    (root / "site" / "stray.html").write_text("Not ours.")
    shutil.rmtree(root / "site" / "timeline")
    assert build(root) == 0
    assert tree(root) == right | {"site/stray.html": b"Not ours."}


def test_a_killed_move_is_finished_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "wiki"
    start(root)
    assert build(root) == 0
    apply(root, ("title", "alder", "birch", "Elm", "2"))

    def killed(site: Path) -> None:
        if site.with_name("site.journal").exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("wiki.disk.swap.roll_forward", killed)
        assert build(root) == 130
    assert (root / "site.journal").is_dir()
    assert build(root) == 0
    assert not (root / "site.journal").exists()
    fresh = tmp_path / "fresh"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".wiki-cache", "site", "docs"))
    assert build(fresh) == 0
    assert tree(root) == tree(fresh)
