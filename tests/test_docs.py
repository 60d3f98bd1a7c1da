"""The documents say what is: rules, examples, commands, targets and links in them are held against the code."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest

from wiki.build.pipeline import build_wiki, check_wiki
from wiki.commands import COMMANDS
from wiki.disk.workers import quiet
from wiki.evidence.collect import make_evidence
from wiki.model.problems import Problem

ROOT = Path(__file__).parent.parent
RULES = ROOT / "docs" / "about" / "rules.md"
GUIDES = ("README.md", "CONTRIBUTING.md")
PAGES = (*GUIDES, *(f"docs/about/{file.name}" for file in sorted((ROOT / "docs" / "about").glob("*.md"))))


# --- rules ------------------------------------------------------------------------------------------------------------


def rules_in_code() -> set[str]:
    """Return each string that stands in the code where a rule id belongs."""
    found: set[str] = set()
    for file in (ROOT / "scripts" / "wiki").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found |= {value for each in rule_expressions(node) for value in constants(each)}
    return found


def rule_expressions(node: ast.AST) -> list[ast.expr]:
    """Return the expressions in `node` that give a rule: of problem(place, rule, …), .report(key, rule, …), rule=…, rule = …."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        position = {"problem": 1, "report": 1, "Problem": 3}.get(name)
        given = [node.args[position]] if position is not None and len(node.args) > position else []
        return given + [each.value for each in node.keywords if each.arg == "rule"]
    if isinstance(node, ast.FunctionDef):
        with_default = [*zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
        return [default for argument, default in with_default if argument.arg == "rule" and default]
    if isinstance(node, ast.Assign) and any(isinstance(each, ast.Name) and each.id == "rule" for each in node.targets):
        return [node.value]
    return []


def constants(node: ast.expr) -> set[str]:
    """Return the rule ids that an expression may come to: itself, or both sides of a conditional."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def sections() -> dict[str, tuple[str, list[str]]]:
    """Return rule id → (anchor of its chapter, its code blocks)."""
    found: dict[str, tuple[str, list[str]]] = {}
    token = re.compile(
        r"^```\w+\n(?P<code>.*?)^```$|^## [^\n]* \{ #(?P<chapter>[\w-]+) \}$|^### (?P<rule>[^\n]*)$", re.MULTILINE | re.DOTALL
    )
    chapter = rule = ""
    for match in token.finditer(RULES.read_text(encoding="utf-8")):
        if match["chapter"]:
            chapter = match["chapter"]
        elif match["rule"]:
            rule, anchor = re.fullmatch(r"([a-z-]+) \{ #([a-z-]+) \}", match["rule"]).groups()  # type: ignore[union-attr]
            assert rule == anchor, f"heading and anchor must be the rule's id: {match['rule']}"
            found[rule] = (chapter, [])
        else:
            found[rule][1].append(match["code"])
    return found


@pytest.mark.feature("E3")
def test_each_rule_is_documented() -> None:
    assert rules_in_code() == set(sections())


VOCABULARY_ROW = "  - {id: depth, label: Depth, type: quantity, units: [m], dimensions: [with]}\n"
SURVEY = "The line is 75 km long.\n"
SHA256 = hashlib.sha256(SURVEY.encode()).hexdigest()
STUBS = {
    "entries/actors/turkmenistan.md": "---\ntitle: Turkmenistan\nsummary: State.\n---\n",
    "entries/actors/afghanistan.md": "---\ntitle: Afghanistan\nsummary: State.\n---\n",
    "entries/projects/tapi.md": "---\ntitle: TAPI gas pipeline\nsummary: Pipeline.\naliases:\n  - southern line\n---\n",
    "entries/projects/trans-afghan-railway.md": "---\ntitle: Railway\nsummary: Railway.\naliases:\n  - southern line\n---\n",
    "seeds/trade-2022.md": f"---\ntitle: On Trade\nfile:\n  name: trade.txt\n  sha256: {'0' * 64}\n  lines: 1-5000\n---\n",
    "seeds/survey-2022.md": f"---\ntitle: Survey\nfile:\n  name: survey.txt\n  sha256: {SHA256}\n  lines: 1-1\n---\n",
    "seeds/survey-2022.evidence.json": make_evidence(SURVEY, "survey-2022", file="survey.txt", sha256=SHA256).decode(),
    "mkdocs.yml": "site_name: Example\n",
    "docs/assets/map.png": "a map",
}
TITLE = "title: New route\nsummary: Example.\n"


def lay_out(root: Path, chapter: str, example: str) -> str:
    """Write a small wiki that holds `example`, and return the path that it stands at."""
    vocabulary = (ROOT / "entries" / "vocabulary.yml").read_text(encoding="utf-8")
    write(root, "entries/vocabulary.yml", vocabulary.replace("properties:\n", f"properties:\n{VOCABULARY_ROW}", 1))
    for path, text in STUBS.items():
        write(root, path, text)
    match chapter:
        case "vocabulary-file":
            path, text = "entries/vocabulary.yml", f"kinds:\n  - {{id: actor}}\n  - {{id: project}}\n{example}"
        case "settings":
            path, text = "mkdocs.yml", example
        case "sources":
            path, text = "seeds/on-trade.md", f"---\n{example}---\n"
        case "body":
            path, text = "entries/projects/example.md", f"---\n{TITLE}---\n{example}"
        case "evidence-chapter" if example.startswith("{"):
            path, text = "seeds/survey-2022.evidence.json", example
        case "file":
            named = re.search(r"^# (entries/\S+)$", example, flags=re.MULTILINE)
            path, text = named[1] if named else "entries/places/example.md", example
        case _:
            path, text = "entries/projects/example.md", f"---\n{TITLE}{example}---\n"
    write(root, path, text)
    return path


def write(root: Path, path: str, text: str) -> None:
    """Write a file, with the folders above it."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if re.fullmatch(r"[0-9A-F]{2}( [0-9A-F]{2})*\n", text):  # an example in bytes: the beginning of a file
        file.write_bytes(bytes.fromhex(text) + f"\n{TITLE}---\n".encode())
    else:
        file.write_text(text, encoding="utf-8")


def problems_of(root: Path, chapter: str, example: str) -> list[Problem]:
    """Return what is reported on an example."""
    if example.startswith("docs/"):
        path = example.strip()
        lay_out(root, "body", "Body.\n")
        write(root, path, "By hand.\n")
        return [each for each in build_wiki(root, root / "site", quiet(), text_index=False) if each.path == path]
    if " -> " in example:
        return problems_of_link(root, *example.split(" -> "))
    path = lay_out(root, chapter, example)
    return [
        each
        for each in check_wiki(root, "2030-01-01" if chapter == "time" else "").problems
        if each.path in {path, "entries/topics/tapi.md"}
    ]


def problems_of_link(root: Path, path: str, target: str) -> list[Problem]:
    """Return what is reported on a link that leads to an entry."""
    lay_out(root, "body", "Body.\n")
    write(root, f"{Path(path).parent}/{target.strip()}", "---\ntitle: Turkmenabat\nsummary: City.\n---\n")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to(target.strip())
    return [each for each in check_wiki(root).problems if each.path == path]


@pytest.mark.parametrize("rule", sorted(sections()))
def test_the_wrong_example_breaks_the_rule_and_the_right_one_nothing(rule: str, tmp_path: Path) -> None:
    chapter, examples = sections()[rule]
    assert len(examples) == 2, f"{rule}: expected two examples, wrong and right"
    wrong = problems_of(tmp_path / "wrong", chapter, examples[0])
    assert rule in {each.rule for each in wrong}
    assert problems_of(tmp_path / "right", chapter, examples[1]) == []


# --- commands, targets, links -----------------------------------------------------------------------------------------


def code_of(path: str) -> list[str]:
    """Return the code in a page: blocks, and spans in backticks."""
    text = (ROOT / path).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return blocks + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def named(path: str, program: str) -> set[str]:
    """Return the words that stand after `program` where a page's code calls it."""
    pattern = rf"(?:^|[\s/]){program} ([a-z]+)\b"
    return {match for code in code_of(path) for match in re.findall(pattern, code, flags=re.MULTILINE)}


def test_each_command_is_in_a_guide() -> None:
    assert set(COMMANDS) <= named("README.md", "wiki") | named("CONTRIBUTING.md", "wiki")


@pytest.mark.parametrize("path", PAGES)
def test_documented_commands_and_targets_exist(path: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named(path, "wiki") <= set(COMMANDS)
    assert named(path, "make") <= targets


@pytest.mark.parametrize("path", GUIDES)
def test_local_links_of_guides_lead_to_files(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]
    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        target = ROOT / (file or path)
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


def anchors(text: str) -> set[str]:
    """Return the anchors of a Markdown page: those given, and those that GitHub makes of headings."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", re.sub(r" \{ #.*\}$", "", each).lower()).replace(" ", "-") for each in headings}
    return made | set(re.findall(r"\{ #([\w-]+) \}", text))


def test_the_places_that_the_architecture_names_are_there() -> None:
    """Each file and folder of the page's table exists, and so does each module that its text names."""
    text = (ROOT / "docs" / "about" / "architecture.md").read_text(encoding="utf-8")
    table = text[text.index("{ #where }") : text.index("{ #why }")]
    named = re.findall(r"`((?:scripts|tests|docs)/[^`]+)`", table)
    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []
    package = ROOT / "scripts" / "wiki"
    bare = {file.name for file in package.rglob("*.py")}
    modules = re.findall(r"`([\w/]+\.py)`", text)
    assert [each for each in modules if not ((ROOT / each).exists() or (package / each).exists() or each in bare)] == []
