"""Whatever is in a wiki's files, and whatever its files are: each fault is a problem at its place, and no run ends for it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki import verify as verifying
from wiki.build import draw as drawing
from wiki.build.pipeline import build_wiki, check_wiki
from wiki.build.state import check_world
from wiki.check import entries as checking
from wiki.disk.boundary import DEBUG
from wiki.disk.store import DamagedStoreError
from wiki.disk.workers import quiet
from wiki.judge.amounts import percent, said
from wiki.link import links as linking
from wiki.model import Claim, Place, Quantity
from wiki.model.addresses import TAKEN
from wiki.model.problems import Problem, render_problems
from wiki.pages.lists.groups import made_folders
from wiki.read.vocabulary import read_vocabulary

TESTS = Path(__file__).parent
SITES = {name: TESTS / "sites" / name for name in ("minimal", "another-subject")}
FILES = [
    (name, file.relative_to(folder).as_posix())
    for name, folder in SITES.items()
    for file in sorted(folder.rglob("*"))
    if file.is_file() and file.suffix in (".md", ".yml", ".json") and "docs" not in file.parts
]


# --- a law: any damage to any file ------------------------------------------------------------------------------------

NASTY = (
    b"\0", b"\x01", b"\x1b[2J", b"\x7f", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xef\xbb\xbf", b"\xef\xbf\xbf",
    b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xed\xb3\xbf", b"\xf0\x9f\x98\x80", b'"\\0"', b'"\\ud800"', b'"\\x1b"', b"\\u202e", b"&#0;", b"&#x202e;",
    b"\r", b"\r\n", b"\n", b"\n\n", b"\n::error::x", b"\t", b" ", b"---\n", b"\n---\n", b"...", b"9" * 30, b"9" * 400, b"9" * 5000, b"1e999999999",
    b"-1", b"0", b"\xc2\xb2", b"\xd9\xa3", b"0.5", b"1,000,000", b"NaN", b"Infinity", b"null", b"true", b"~", b"2021-02-30", b"99999999",
    b"-0500", b"201X", b"[..2016]", b"2009/2010", b"2024-21", b"[" * 5000, b"]", b"{" * 300, b"}", b"[[", b"]]", b"[@", b"[@a, l. 1]", b"{#c-x}", b"(",
    b"> " * 3000, b"- " * 3000, b"* " * 300, b"#" * 9, b"|", b"| a | b |\n|---|---|\n| c | d |\n", b"`" * 300, b"~~~", b"![", b"](", b"<script>", b"<!--",
    b": ", b":", b" #", b"&a ", b"*a", b"!!python/name:os.system", b"!", b"%", b"@", b"? ", b"'", b'"', b",", b"-", b"|\n", b">\n", b"\\", b"/",
    b"../../..", b"a" * 300, b"x\n" * 500, b" km", b"about ", b"million", b" %", b"cite: ", b"l. ", b"ll. 5-2", b"as-of: ", b"languages: 5\n", b"id: ",
)  # fmt: skip


@st.composite
def damages(draw: Any) -> tuple[str, str, bytes]:
    """A file of a small wiki, and what is left of it after some cuts and fills."""
    site, path = draw(st.sampled_from(FILES))
    data = (SITES[site] / path).read_bytes()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 0, 0, 1, 4, 20, 1000))))
        data = data[:start] + draw(st.one_of(st.sampled_from(NASTY), st.binary(max_size=6))) + data[end:]
    return site, path, data


def wrong_places(root: Path, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield the problems that are nowhere, and those that nobody foresaw."""
    for each in problems:
        nowhere = not os.path.lexists(root / each.path) or min(each.line, each.column) < 1
        if nowhere or "please report it" in each.message:
            yield each


@settings(max_examples=int(os.environ.get("EXAMPLES", "150")), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damages())
def test_no_damage_to_a_file_ends_a_run(damage: tuple[str, str, bytes]) -> None:
    site, path, data = damage
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(SITES[site], f"{folder}/wiki"))
        (root / path).write_bytes(data)
        plain = check_wiki(root)
        checked = check_world(root, quiet(1))
        assert list(wrong_places(root, checked.problems)) == []
        assert checked.problems == plain.problems
        lines = render_problems(checked.problems, "text")
        assert lines.isprintable() or all(line.isprintable() or not line.isascii() for line in lines.split("\n"))
        assert lines.count("\n") == len(checked.problems)
        checked.world.store.close()


# --- known damage, each alone -----------------------------------------------------------------------------------------

ENTRY = "---\ntitle: Ford\nsummary: A ford.\n{}---\n{}"
FACT = "facts:\n  - property: depth\n    value: {}\n    cite: {}\n"
DIGITS = "9" * 5000


def entry(fields: str = "", body: str = "Plain.\n") -> str:
    return ENTRY.format(fields, body)


def evidence(text: str) -> dict[str, str | bytes]:
    return {"seeds/pilot-2019.evidence.json": text}


HEAD = '{"format": 1, "key": "pilot-2019", "file": "pilot.txt", "sha256": "' + "0" * 64 + '", "lines": "1-40",'
WHOLE = HEAD + '"blocks": [{"lines": "1-40", "words": ""}], "figures": '
DAMAGE: dict[str, str | dict[str, str | bytes]] = {
    "a locator of 5,000 digits": entry(FACT.format("9 m", f"pilot-2019, l. {DIGITS}")),
    "a locator in prose of 5,000 digits": entry(body=f"It is [@pilot-2019, p. {DIGITS}].\n"),
    "an outline's line of 5,000 digits": {"seeds/log.md": f"---\ntitle: Log\noutline:\n  - {{line: {DIGITS}, title: A}}\n---\n"},
    "an outline's line that is a superscript": {"seeds/log.md": "---\ntitle: Log\noutline:\n  - {line: ², title: A}\n---\n"},
    "a file's lines of 5,000 digits": {
        "seeds/log.md": f"---\ntitle: Log\nfile: {{name: a.txt, sha256: {'0' * 64}, lines: 1-{DIGITS}}}\n---\n"
    },
    "lines left out of 5,000 digits": {
        "seeds/log.md": f"---\ntitle: Log\nleft-out:\n  - {{lines: '{DIGITS}', figure: 5, reason: x}}\n---\n"
    },
    "an issue before the year 0": {"seeds/log.md": "---\ntitle: Log\nissued: -0500\naccessed: -0010-21\n---\n"},
    "a stretch of 5,000 digits": {
        "entries/vocabulary.yml": f"kinds: [{{id: port}}]\nstatuses:\n  - {{id: open, stale-after: {DIGITS} days}}\n"
    },
    "a stretch of 400 digits": {
        "entries/vocabulary.yml": f"kinds: [{{id: port}}]\nstatuses:\n  - {{id: open, stale-after: {DIGITS[:400]} years}}\n"
    },
    "a vocabulary that is no UTF-8": {"entries/vocabulary.yml": b"kinds:\n  - {id: caf\xe9}\n"},
    "a vocabulary of brackets": {"entries/vocabulary.yml": "[" * 9000},
    "a vocabulary that is a list": {"entries/vocabulary.yml": "- a\n"},
    "an empty vocabulary": {"entries/vocabulary.yml": ""},
    "settings that are no UTF-8": {"mkdocs.yml": b"site_name: caf\xe9\n"},
    "settings with a control character": {"mkdocs.yml": "site_name: a\x01\n"},
    "settings with an escape": {"mkdocs.yml": 'site_name: "a\\0"\n'},
    "settings of brackets": {"mkdocs.yml": "[" * 9000},
    "settings with a day that is none": {"mkdocs.yml": "site_name: a\nextra: {wiki: {as-of: 2021-02-30}}\n"},
    "settings with a number of 5,000 digits": {"mkdocs.yml": f"site_name: {DIGITS}\n"},
    "settings with a list for a key": {"mkdocs.yml": "? [a]\n: b\n"},
    "settings that call Python": {"mkdocs.yml": "site_name: !!python/object/apply:os.system [false]\nextra: !x [y]\n"},
    "settings of wrong shapes": {
        "mkdocs.yml": "site_name: [a]\nsite_url: {a: b}\nextra:\n  wiki:\n    as-of: [2021]\n    languages: 5\n    editors: {a: b}\n    language: [en]\n"
    },
    "settings that are a list": {"mkdocs.yml": "site_name: a\nextra: {wiki: [a, b]}\n"},
    "evidence of 50,000 brackets": evidence("[" * 50_000),
    "evidence that is no number": evidence(WHOLE + '{"3": {"numbers": [NaN]}}}'),
    "evidence without end": evidence(WHOLE + '{"3": {"numbers": [Infinity, -Infinity]}}}'),
    "evidence with an exponent": evidence(WHOLE + '{"3": {"numbers": ["1e999999999 m"]}}}'),
    "evidence with a number of 5,000 digits": evidence(WHOLE + f'{{"3": {{"numbers": ["{DIGITS} m", {DIGITS}]}}}}}}'),
    "evidence with a page of an exponent": evidence(HEAD + '"blocks": [{"lines": "1-40", "page": 1e400, "words": ""}], "figures": {}}'),
    "evidence with a date that is none": evidence(WHOLE + '{"3": {"dates": ["x", 5, null]}}}'),
    "evidence with a surrogate": evidence(HEAD + '"blocks": [{"lines": "1-40", "heading": "\\ud800", "words": ""}], "figures": {}}'),
    "evidence that is a list": evidence("[]"),
    "evidence that is nothing": evidence(""),
    "10,000 brackets": entry(f"aliases: {'[' * 10_000}\n"),
    "10,000 brackets that close": entry(f"aliases: {'[' * 10_000}{']' * 10_000}\n"),
    "3,000 keys in one another": entry("? " * 3000 + "x\n"),
    "an alias in YAML to what holds it": entry("aliases: &a [*a]\n"),
    "aliases in YAML that grow": entry("".join(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}]\n" for n in range(40))),
    "a very long line": entry(body="word " * 100_000 + "\n"),
    "a very long word": entry(body="w" * 500_000 + "\n"),
    "a year of eight digits": entry(FACT.format("9 m", "pilot-2019, l. 3").replace("cite", "date: 99999999\n    cite")),
    "5,000 quotations in one another": entry(body="> " * 5000 + "a\n"),
    "5,000 lists in one another": entry(body="- " * 5000 + "a\n"),
    "2,000 lists in one another by lines": entry(body="".join(f"{'  ' * n}- a\n" for n in range(2000))),
    "emphasis in emphasis": entry(body="*a **b " * 2000 + "\n"),
    "brackets in brackets": entry(body="[" * 5000 + "a" + "](b)" * 5000 + "\n"),
    "brackets of ours in one another": entry(body="[[" * 5000 + "]]" * 5000 + "\n"),
    "a value of 10,000 digits": entry(FACT.format("9" * 10_000 + " m", "pilot-2019, l. 3")),
    "a value of 10,000 digits behind the point": entry(FACT.format("0." + "9" * 10_000 + " m", "pilot-2019, l. 3")),
    "a grouped value of 10,000 digits": entry(FACT.format("999" + ",999" * 3000 + " m", "pilot-2019, l. 3")),
    "a sentence with 5,000 digits": entry(body=f"It is {DIGITS} m deep, or 0.{DIGITS}, or {'999,' * 3000}999 m [@pilot-2019, l. 3].\n"),
    "a summary with 400 digits": f"---\ntitle: Ford\nsummary: It is {DIGITS[:400]} m.\n---\n",
    "a note of a footnote of 5,000 digits": entry(body=f"It is deep{DIGITS} [@pilot-2019, l. 3].\n\n{DIGITS} Notes\n"),
    "a share of a share": entry(FACT.format("9 m", "pilot-2019, l. 3").replace("cite", f"per: {DIGITS}\n    of: {DIGITS}\n    cite")),
    "a value of the most digits": entry(FACT.format(f"{DIGITS[:22]}.{DIGITS[:22]} billion m", "pilot-2019, l. 3")),
    "a series of the most digits": entry(
        "series:\n  - property: depth\n    unit: m\n    cite: pilot-2019, l. 3\n    values:\n"
        + "".join(f"      {year}: {DIGITS[: year - 2000]} billion\n" for year in range(2001, 2022))
    ),
    "a sum of the most digits": {
        "entries/vocabulary.yml": (SITES["minimal"] / "entries/vocabulary.yml")
        .read_text()
        .replace(
            "relations:",
            "  - {id: above, label: Above, type: quantity, units: [m]}\n"
            "  - {id: whole, label: Whole, type: quantity, units: [m], equals: depth + above}\nrelations:",
        ),
        "entries/ports/ford.md": entry(
            FACT.format(f"{DIGITS[:22]} billion m", "pilot-2019, l. 3")
            + "".join(FACT.format(f"{DIGITS[:20]} billion m", "pilot-2019, l. 3")[7:].replace("depth", name) for name in ("above", "whole"))
        ),
    },
    "a sentence with the most digits": entry(body=f"It is {DIGITS[:21]}.{DIGITS[:21]} billion m deep [@pilot-2019, l. 3].\n"),
    "an id of 300 letters": entry(f"former: [{'a' * 300}]\n"),
    "a citation with a line feed": entry('facts:\n  - {property: depth, value: 9 m, cite: "pilot-2019, sec. a\\n::error::b"}\n'),
    "a name with a line feed": entry('aliases: ["a\\n::error::b", "\\u2028::warning::c"]\n'),
    "a name of 5,000 letters": entry(f"aliases: [{'a' * 5000}]\n"),
    "a name shared by two, of 5,000 letters": {
        "entries/ports/ford.md": entry(f"aliases: [{'漢' * 2000}]\n"),
        "entries/ports/weir.md": entry(f"aliases: [{'漢' * 2000}]\n").replace("Ford", "Weir"),
    },
}


MINIMAL: dict[str, str | bytes] = {path: (SITES["minimal"] / path).read_bytes() for site, path in FILES if site == "minimal"}


def planted(case: str, plant: Any) -> Path:
    made = DAMAGE[case]
    return Path(plant(MINIMAL | ({"entries/ports/ford.md": made} if isinstance(made, str) else made)))


@pytest.mark.parametrize("case", DAMAGE)
def test_known_damage_is_told_and_what_is_not_refused_can_be_built(case: str, plant: Any, wiki: Any) -> None:
    root = planted(case, plant)
    made = DAMAGE[case]
    own = {"entries/ports/ford.md"} if isinstance(made, str) else set(made)
    checked = wiki(root, "check")
    problems = check_wiki(root).problems
    assert list(wrong_places(root, problems)) == []
    assert checked.out == render_problems(problems, "text")
    assert checked.out.count("\n") == len(problems)
    assert max(map(len, checked.out.splitlines()), default=0) < 1300
    assert not any(line.startswith("::") for line in checked.out.splitlines())
    if checked.status:
        assert {each.path for each in problems} & own
    else:
        built = wiki(root, "build", "--no-text-index")
        assert built.status == 0, built.err


REFUSED = {
    "a locator of 5,000 digits": "citation",
    "a locator in prose of 5,000 digits": "citation",
    "an outline's line of 5,000 digits": "value",
    "an outline's line that is a superscript": "value",
    "a file's lines of 5,000 digits": "value",
    "lines left out of 5,000 digits": "value",
    "a stretch of 5,000 digits": "vocabulary",
    "a stretch of 400 digits": "vocabulary",
    "a vocabulary that is no UTF-8": "encoding",
    "settings that are no UTF-8": "encoding",
    "settings with a control character": "encoding",
    "settings with an escape": "encoding",
    "settings of wrong shapes": "value",
    "settings that call Python": "yaml",
    "settings that are a list": "value",
    "evidence of 50,000 brackets": "evidence",
    "evidence with an exponent": "evidence",
    "evidence with a number of 5,000 digits": "evidence",
    "evidence with a surrogate": "evidence",
    "10,000 brackets that close": "set-aside",
    "3,000 keys in one another": "set-aside",
    "aliases in YAML that grow": "yaml-sign",
    "a value of 10,000 digits": "value",
    "a value of 10,000 digits behind the point": "value",
    "an id of 300 letters": "id",
}


@pytest.mark.parametrize("case", REFUSED)
def test_known_damage_breaks_a_rule(case: str, plant: Any) -> None:
    assert REFUSED[case] in {each.rule for each in check_wiki(planted(case, plant)).problems}


def test_each_setting_of_a_wrong_shape_is_told_on_its_line(plant: Any) -> None:
    found = [(each.line, each.rule) for each in check_wiki(planted("settings of wrong shapes", plant)).problems]
    assert found == [(1, "value"), (2, "value"), (5, "value"), (6, "value"), (7, "value"), (8, "value")]


# --- what is no plain file --------------------------------------------------------------------------------------------


@pytest.fixture
def minimal(site_copy: Any) -> Path:
    """A small wiki with a file outside of it that nobody may read."""
    root: Path = site_copy("minimal", "wikis/minimal")
    (root / "docs/about").mkdir(parents=True)
    (root / "docs/about/index.md").write_text("# About\n")
    (root.parent / "outside.md").write_text("---\ntitle: SECRET\nsummary: SECRET\n---\nSECRET\n")
    (root.parent / "outside").mkdir()
    (root.parent / "outside/secret.md").write_text("---\ntitle: SECRET\nsummary: SECRET\n---\nSECRET\n")
    (root / ".git").mkdir()
    (root / ".git/config").write_text("---\ntitle: SECRET\nsummary: SECRET\n---\nSECRET\n")
    return root


OUT = "this is a link that leads out of the wiki; put the file itself here"
FOLDER = "this is a link, and a folder may be none; put the files themselves here"
LINKS = {  # path → where it leads, and what is said of it
    "entries/ports/away.md": ("../../../outside.md", OUT),
    "entries/ports/away-by-root.md": ("/etc/hostname", OUT),
    "entries/ports/nowhere.md": ("nothing.md", "this is a link that leads to no file; put the file itself here"),
    "entries/ports/loop.md": ("loop.md", "this is a link that leads to itself; put the file itself here"),
    "entries/ports/keys.md": ("../../.git/config", "this is a link to what is hidden; put the file itself here"),
    "entries/ports/folder.md": ("../keepers", "this is a link that leads to no file; put the file itself here"),
    "entries/quays": ("../../outside", FOLDER),
    "entries/moles": ("ports", FOLDER),
    "seeds/away.md": ("../../outside.md", OUT),
    "seeds/pilot-2019.evidence.json": ("../../outside.md", OUT),
}
OF_BUILD = {
    "docs/about/away.txt": ("../../../outside.md", OUT),
    "docs/about/folder": ("../../entries", "this is a link that leads to no file; put the file itself here"),
    "docs/wiki": ("../../outside", OUT),
    "docs/.overrides/main.html": ("../../../outside.md", OUT),
    "docs/about/loop.md": ("loop.md", "this is a link that leads to itself; put the file itself here"),
}


def linked(root: Path, path: str, target: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to(target)


@pytest.mark.parametrize("path", [*LINKS, *OF_BUILD])
def test_a_link_is_told_and_nothing_behind_it_is_published(path: str, minimal: Path, wiki: Any) -> None:
    target, message = {**LINKS, **OF_BUILD}[path]
    linked(minimal, path, target)
    ran = wiki(minimal, "check" if path in LINKS else "build")
    assert (ran.out or ran.err).splitlines()[-1:] == [f"{path}:1:1: {message} [plain-file]"]
    assert wiki(minimal, "build").status == 1
    assert not (minimal / "site").exists()
    assert sorted(each.name for each in (minimal.parent / "outside").iterdir()) == ["secret.md"]
    stored = b"".join(file.read_bytes() for file in (minimal / ".wiki-cache").rglob("*") if file.is_file())
    assert b"SECRET" not in stored


@pytest.mark.parametrize("path", ["entries", "seeds", "docs", "mkdocs.yml", "entries/vocabulary.yml"])
def test_what_a_wiki_stands_on_is_no_link_out_of_it(path: str, minimal: Path, wiki: Any) -> None:
    (minimal / path).rename(minimal.parent / "moved")
    linked(minimal, path, f"{'../' * (1 + path.count('/'))}moved")
    ran = wiki(minimal, "build")
    assert (ran.status, f"{path}:1:1: {OUT} [plain-file]" in ran.err.splitlines()) == (1, True)


def test_a_link_to_a_plain_file_of_the_wiki_is_followed(minimal: Path, wiki: Any) -> None:
    (minimal / "kept.md").write_text("---\ntitle: Kept elsewhere\nsummary: A port.\n---\n")
    linked(minimal, "entries/ports/kept-elsewhere.md", "../../kept.md")
    linked(minimal, "docs/about/kept.txt", "../../kept.md")
    assert wiki(minimal, "build").status == 0
    assert "Kept elsewhere" in (minimal / "site/wiki/kept-elsewhere/index.html").read_text()
    assert (minimal / "site/about/kept.txt").read_text() == (minimal / "kept.md").read_text()
    (minimal / "kept.md").write_text("---\ntitle: Kept anew\nsummary: A port.\n---\n")
    assert wiki(minimal, "build").status == 0
    assert "Kept anew" in (minimal / "site/wiki/kept-elsewhere/index.html").read_text()
    assert "Kept anew" in (minimal / "site/about/kept.txt").read_text()


@pytest.mark.parametrize("path", ["entries/ports/pipe.md", "seeds/pipe.md", "seeds/pilot-2019.evidence.json", "docs/about/pipe.md"])
def test_a_pipe_is_not_opened(path: str, minimal: Path, wiki: Any) -> None:
    os.mkfifo(minimal / path)
    ran = wiki(minimal, "build")
    assert (ran.status, ran.err.splitlines()[-1:]) == (1, [f"{path}:1:1: this is no plain file; only those are read [plain-file]"])


@pytest.mark.parametrize("folder", ["entries/ports", "seeds", "docs/about"])
@pytest.mark.parametrize("name", [b"a\n::error::b.md", b"caf\xe9.md", b"bell\x07.md", "turned\u202e.md".encode()])
def test_a_file_name_that_cannot_be_printed_is_refused_in_one_line(folder: str, name: bytes, minimal: Path, wiki: Any) -> None:
    Path(os.fsdecode(os.fsencode(minimal / folder) + b"/" + name)).write_text("---\ntitle: A\nsummary: A.\n---\n")
    ran = wiki(minimal, "build")
    (line,) = [each for each in ran.err.splitlines() if each.endswith("[plain-file]")]
    assert ran.status == 1
    assert line.startswith(f"{folder}/")
    assert "\\" in line.split(": ")[0]
    assert line.isprintable()
    for form in ("json", "github"):
        ran = wiki(minimal, "check", "--format", form)
        assert ran.out.encode().count(b"plain-file") == ran.status == (0 if folder == "docs/about" else 1)


def test_a_file_that_cannot_be_read_is_told(minimal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(file: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("wiki.disk.scan._digest", denied)
    problems = check_world(minimal, quiet(1)).problems
    assert {each.message for each in problems if each.rule == "plain-file"} == {"the file cannot be read: Permission denied"}


def test_a_record_with_errors_is_none_of_those_that_cite_it_and_a_record_that_is_gone_is(minimal: Path) -> None:
    record = minimal / "seeds/log-1911.md"
    whole = record.read_text()
    for text in (whole, whole.replace("title", "titel"), None, whole.replace("title", "titel"), whole):
        if text is None:
            record.unlink()
        else:
            record.write_text(text)
        problems = check_world(minimal, quiet(1)).problems
        assert problems == check_wiki(minimal).problems
        assert ("unknown-source" in {each.rule for each in problems}) == (text is None)


# --- what nobody foresaw ----------------------------------------------------------------------------------------------

STUMBLE = "the program stumbles over this file (ZeroDivisionError: an accident) and sets it aside; please report it"
STEPS = {
    "check": (checking, "_check_entry"),
    "link": (linking, "_link_entry"),
    "verify": (verifying, "_verify_linked"),
    "draw": (drawing, "render_entry"),
}


def stumbling(monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
    """Let one step fail on one entry."""
    module, name = STEPS[step]
    real = getattr(module, name)

    def failing(first: Any, *rest: Any) -> Any:
        if "south-haven" in (getattr(first, "id", ""), getattr(getattr(first, "entry", None), "id", "")):
            raise error
        return real(first, *rest)

    monkeypatch.setattr(module, name, failing)


@pytest.mark.parametrize("step", STEPS)
def test_an_accident_is_a_problem_of_its_file_and_the_rest_goes_on(step: str, minimal: Path, wiki: Any, monkeypatch: Any) -> None:
    (minimal / "entries/keepers/ada-moor.md").write_text("---\ntitle: Ada Moor\nsummary: A keeper of 9 ports.\n---\n")
    stumbling(monkeypatch, step, ZeroDivisionError("an accident"))
    ran = wiki(minimal, "build")
    own = [line for line in ran.err.splitlines() if line.startswith("entries/ports/south-haven.md")]
    assert (ran.status, own) == (1, [f"entries/ports/south-haven.md:1:1: {STUMBLE} [set-aside]"])
    if step != "draw":
        assert "[summary-claim]" in wiki(minimal, "check").out
        assert render_problems(check_wiki(minimal).problems, "text") == wiki(minimal, "check").out
    monkeypatch.setenv(DEBUG, "1")
    shutil.rmtree(minimal / ".wiki-cache")
    with pytest.raises(ZeroDivisionError):
        wiki(minimal, "build")


@pytest.mark.parametrize("step", STEPS)
def test_what_is_no_fault_of_a_file_is_not_laid_to_it(step: str, minimal: Path, monkeypatch: Any) -> None:
    for error in (MemoryError(), OSError(28, "No space left on device"), KeyboardInterrupt()):
        stumbling(monkeypatch, step, error)
        with pytest.raises(type(error)):
            build_wiki(minimal, minimal / "site", quiet(1), text_index=False)
        monkeypatch.undo()
    times = []

    def damaged(*_: object) -> None:
        times.append(1)
        raise DamagedStoreError

    monkeypatch.setattr(*STEPS[step], damaged)
    with pytest.raises(DamagedStoreError):
        build_wiki(minimal, minimal / "site", quiet(1), text_index=False)
    assert len(times) > 1, "a damaged store is made anew, and only then is it an error"


def test_the_command_ends_in_a_line_and_not_in_a_traceback(minimal: Path, wiki: Any, monkeypatch: Any) -> None:
    def accident(*_: object) -> None:
        raise ValueError("an accident\n::error::of two lines")

    monkeypatch.setattr("wiki.commands.check.check_world", accident)
    ran = wiki(minimal, "check")
    assert ran.status == 1
    assert ran.err.splitlines()[0] == "wiki: ValueError: an accident"
    assert ran.err.splitlines()[1].startswith("\\x3a:error::of two lines; WIKI_DEBUG=1 shows")
    assert len(ran.err.splitlines()) == 2
    monkeypatch.setenv(DEBUG, "1")
    with pytest.raises(ValueError, match="an accident"):
        wiki(minimal, "check")


def test_serving_goes_on(minimal: Path, monkeypatch: Any) -> None:
    from wiki.commands.server import _Live  # noqa: PLC0415
    from wiki.disk.workers import Silence  # noqa: PLC0415

    told: list[str] = []
    live = _Live(minimal, minimal / "site", told.append)
    live.sound(lambda: live.build(Silence()))
    assert (told, live.state.problems) == ([], "")
    with monkeypatch.context() as patched:
        patched.setattr("wiki.commands.server.check_world", lambda *_, **__: 1 // 0)
        live.sound(lambda: live.refresh({minimal / "entries/ports/south-haven.md"}))
        assert told[-1].startswith("wiki: ZeroDivisionError: ")
        assert live.state.problems == told[-1]
    live.sound(lambda: live.build(Silence()))
    assert live.state.problems == ""


# --- what is printed --------------------------------------------------------------------------------------------------


def test_no_text_of_a_file_becomes_a_line_of_its_own(plant: Any, wiki: Any) -> None:
    said = '"a\\n::error::b\\u2028::add-mask::c\\r::stop-commands::d"'
    fields = f'facts:\n  - {{{said}: 5, property: {said}, value: {said}, cite: "pilot-2019, sec. e\\n::group::f"}}\n'
    names = f'names:\n  - {{text: {said}, cite: "pilot-2019, sec. e\\n::group::f"}}\n'
    root = plant(MINIMAL | {"entries/ports/ford.md": entry(fields), "entries/ports/weir.md": entry(names).replace("Ford", "Weir")})
    for ran in (
        wiki(root, "check"),
        wiki(root, "check", "--format", "github"),
        wiki(root, "build"),
        wiki(root, "verify"),
        wiki(root, "links", "weir"),
        wiki(root, "locate", "a\n::error::b"),
        wiki(root, "source", "read", "a\n::error::b"),
        wiki(root, "source", "list"),
        wiki(root, "source", "add", "a\n::error::b.txt", "--key", "a\n::error::b"),
    ):
        lines = (ran.out + ran.err).split("\n")
        assert [
            each for each in lines if each.lstrip().startswith("::") and not each.startswith(("::error file=", "::warning file="))
        ] == []
        assert [each for each in lines if not each.isprintable()] == []


# --- what the site has at its top -------------------------------------------------------------------------------------


def test_each_folder_at_the_top_of_the_site_is_taken_or_a_kinds(real: Path, real_site: Path) -> None:
    kinds = {kind.folder for kind in read_vocabulary(real)[0].kinds.values()}
    assert {each.name for each in real_site.iterdir() if each.is_dir()} - kinds <= TAKEN
    assert set(made_folders(read_vocabulary(real)[0])) - kinds <= TAKEN
    assert {each.name for each in (real / "docs").iterdir() if each.is_dir() and not each.name.startswith(".")} - kinds <= TAKEN


def test_no_entry_is_begun_outside_the_wiki(plant: Any, wiki: Any) -> None:
    root = plant(
        {"mkdocs.yml": "site_name: a\n", "entries/vocabulary.yml": "kinds:\n  - {id: port, folder: ../../out}\n  - {id: ../../a}\n"}
    )
    assert wiki(root, "new", "port", "Ford").out == "entries/ports/ford.md\n"
    assert wiki(root, "new", "../../a", "Ford").status == 1
    assert wiki(root, "build").status == 1
    assert [each.name for each in root.parent.iterdir()] == ["wiki"]


def test_an_id_made_of_a_title_is_one(plant: Any, wiki: Any) -> None:
    root = plant(MINIMAL)
    assert wiki(root, "new", "port", "漢字" * 200).status == 0
    assert (
        wiki(root, "new", "port", "Nul").err
        == "wiki: 'nul', made of the title, is no id; expected another, since no file may bear this name on Windows\n"
    )
    rules = {each.rule for each in check_wiki(root).problems if len(each.path) > 60}
    assert "id" not in rules


# --- what is taken over from elsewhere --------------------------------------------------------------------------------


def test_imported_records_hold_nothing_that_is_refused(plant: Any, wiki: Any) -> None:
    bad = "A \\u0000b\\u001b[2J \\u202ec\\n::error::d"
    root = plant(MINIMAL | {"list.json": f'[{{"id": "x", "title": "{bad}", "publisher": "{bad}", "author": [{{"family": "{bad}"}}]}}]'})
    assert wiki(root, "source", "import", str(root / "list.json")).status == 0
    assert [each for each in check_wiki(root).problems if each.path == "seeds/x.md"] == []
    assert "A b[2J c ::error::d" in (root / "seeds/x.md").read_text()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        f'[{{"title": {DIGITS}}}]',
        "[5]",
        '{"items": 5}',
        '["',
        "",
    ],
)
def test_a_bibliography_that_is_none_is_told(text: str, plant: Any, wiki: Any) -> None:
    root = plant(MINIMAL | {"list.json": text})
    ran = wiki(root, "source", "import", str(root / "list.json"))
    assert (ran.status, "report" in ran.err) == (1, False)


@pytest.mark.parametrize(
    "date",
    ['{"date-parts": [["x"]]}', '{"date-parts": 5}', f'{{"date-parts": [[{"9" * 400}]]}}', "5", '{"raw": "x"}'],
)
def test_a_date_of_a_bibliography_that_is_none_is_left_out(date: str, plant: Any, wiki: Any) -> None:
    root = plant(MINIMAL | {"list.json": f'[{{"id": "x", "title": "a", "issued": {date}}}]'})
    assert wiki(root, "source", "import", str(root / "list.json")).status == 0
    assert "issued" not in (root / "seeds/x.md").read_text()


def test_a_document_gives_its_record_nothing_that_is_refused(plant: Any, wiki: Any) -> None:
    text = f"# The \x1b[2J\u202elog\n\nIt is 9 m deep, {DIGITS} m, 0.{DIGITS} m, {DIGITS[:22]} billion m, {DIGITS[:21]}.{DIGITS[:21]} million USD.\n\n## Part \x07 two\n\nMore of it.\n"
    root = plant(MINIMAL | {"log.txt": text})
    assert wiki(root, "source", "add", str(root / "log.txt"), "--key", "log").status == 0
    assert [each for each in check_wiki(root).problems if each.path.startswith("seeds/log.")] == []
    assert wiki(root, "source", "read", "log", "--file", str(root / "log.txt")).status == 0
    assert wiki(root, "locate", "9 m").status == 0


def test_a_sum_of_the_most_digits_can_be_said() -> None:
    claim = Claim("a", "c-a", "fact", Place("", 1), quantity=Quantity(None, Decimal(0), Decimal(0), "", "USD"))
    assert said(Decimal("3" * 28) * 10**9, claim).replace(",", "").startswith("3" * 28)
    assert percent(Decimal("3" * 28)) == f"{'3' * 28} %"
