"""Rows of features.md and the tests that hold them: the mark `feature`, refused where it names no row, and `pytest --features`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.main import wrap_session

from wiki.model.problems import expected

TABLE = Path(__file__).with_name("features.md")
WIDTH = 100

_SECTION = re.compile(r"## (.+)")
_ROW = re.compile(r"\| (?P<id>[A-Z]\d+) (?P<ours>★ )?\| (?P<can>.+) \| [^|]+ \|")


@dataclass(frozen=True, slots=True)
class Feature:
    """A row: its id, the section it stands in, what a user can do, and whether nobody else has it."""

    id: str
    section: str
    can: str
    ours: bool

    def __str__(self) -> str:
        can = self.can if len(self.can) <= WIDTH else self.can[:WIDTH].rpartition(" ")[0].rstrip(" ,;:(") + " …"
        return f"{self.id:4}{'★' if self.ours else ' '} {can}"


def read_features(text: str) -> dict[str, Feature]:
    """Return the rows of a table of features by their ids."""
    found: dict[str, Feature] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _SECTION.fullmatch(line):
            section = heading[1]
        elif section and line.startswith("|") and not line.startswith(("| # |", "|---")):
            row = _ROW.fullmatch(line)
            if not row:
                raise pytest.UsageError(f"{TABLE.name}:{number}: this is no row; expected a form like '| R1 | read a page | MW |'")
            if row["id"] in found:
                raise pytest.UsageError(f"{TABLE.name}:{number}: '{row['id']}' is the id of another row; an id is given once")
            found[row["id"]] = Feature(row["id"], section, row["can"], bool(row["ours"]))
    return found


def marked(case: Mapping[str, Any]) -> tuple[pytest.MarkDecorator, ...]:
    """Return the mark for the key `feature` of a case that is data: one id, or a list."""
    ids = case.get("feature", ())
    return (pytest.mark.feature(*([ids] if isinstance(ids, str) else ids)),) if "feature" in case else ()


def held(items: Iterable[pytest.Item], features: Mapping[str, Feature]) -> dict[str, dict[str, None]]:
    """Return the tests that hold each row, in the order in which they run; a mark that names no row is refused."""
    tests: dict[str, dict[str, None]] = defaultdict(dict)
    wrong = []
    for item in items:
        for mark in item.iter_markers("feature"):
            if not mark.args:
                wrong.append(f"{item.nodeid}: the mark 'feature' names no row of {TABLE.name}")
            for id_ in mark.args:
                if id_ in features:
                    tests[id_][item.nodeid] = None
                else:
                    wrong.append(f"{item.nodeid}: {expected(str(id_), features, what='feature')} ({TABLE.name})")
    if wrong:
        raise pytest.UsageError("\n".join(wrong))
    return tests


def by_test(cases: Iterable[str]) -> dict[str, list[str]]:
    """Return the cases of each test."""
    found: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        found[case.partition("[")[0]].append(case)
    return found


def told(tests: Iterable[str], whole: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield a line for each test, and one where all cases of a test hold a row."""
    for test, cases in by_test(tests).items():
        if len(cases) > 1 and len(cases) == len(whole[test]):
            yield f"{test} ({len(cases)} cases)"
        else:
            yield from cases


def report(features: Mapping[str, Feature], tests: Mapping[str, Iterable[str]], collected: Iterable[str]) -> str:
    """Return the table with the tests of each row; rows without one stand at the end."""
    whole = by_test(collected)
    lines = []
    for section in dict.fromkeys(each.section for each in features.values()):
        own = [each for each in features.values() if each.section == section]
        lines.append(f"\n{section}: {sum(each.id in tests for each in own)} of {len(own)}\n")
        for feature in own:
            if feature.id in tests:
                names = list(told(tests[feature.id], whole))
                lines += [f"{feature}  [{len(names)}]", *(f"        {name}" for name in names)]
    open_ = [each for each in features.values() if each.id not in tests]
    lines += ["\nNot held by any test\n", *map(str, open_)]
    lines.append(f"\n{len(features)} features: {len(features) - len(open_)} held, {len(open_)} not held")
    return "\n".join(lines)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--features", action="store_true", help="print each row of features.md with the tests that hold it; run none")


def pytest_cmdline_main(config: pytest.Config) -> int | pytest.ExitCode | None:
    return wrap_session(config, print_features) if config.getoption("features") else None


def print_features(config: pytest.Config, session: pytest.Session) -> pytest.ExitCode | None:
    """Collect all tests and print the report in place of running them."""
    session.perform_collect()
    if session.testsfailed:
        return pytest.ExitCode.TESTS_FAILED
    features = read_features(TABLE.read_text(encoding="utf-8"))
    config.get_terminal_writer().line(report(features, held(session.items, features), [item.nodeid for item in session.items]))
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    held(items, read_features(TABLE.read_text(encoding="utf-8")))
