"""The package is built as the architecture page says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import wiki

PACKAGE = Path(wiki.__file__).parent
MODULES = {file.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): file for file in sorted(PACKAGE.rglob("*.py"))}
LONGEST = 400


def imports(file: Path) -> set[str]:
    """Every module that a file imports, wherever in it, in full."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} imports by dots"
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def ours(file: Path) -> set[str]:
    """The modules of ours that a file imports."""
    return {name.removeprefix("wiki.") for name in imports(file) if name.startswith("wiki.")} & set(MODULES)


def test_model_imports_nothing_of_ours() -> None:
    assert ours(MODULES["model"]) == set()


def test_cli_is_imported_by_nobody() -> None:
    assert [name for name, file in MODULES.items() if "cli" in ours(file)] == []


def test_only_engine_imports_mkdocs() -> None:
    def foreign(file: Path) -> bool:
        return any(name.split(".")[0] in ("mkdocs", "material") for name in imports(file))

    assert [name for name, file in MODULES.items() if foreign(file)] == ["engine"]


def test_imports_run_one_way() -> None:
    waiting = {name: ours(file) - {name} for name, file in MODULES.items()}
    while ready := [name for name, needs in waiting.items() if not needs & set(waiting)]:
        for name in ready:
            del waiting[name]
    assert waiting == {}, "these import each other in a circle"


def test_only_cli_prints() -> None:
    def prints(file: Path) -> bool:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print" for node in ast.walk(tree))

    assert [name for name, file in MODULES.items() if prints(file)] == ["cli"]


@pytest.mark.parametrize("name", MODULES)
def test_module_is_short(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("name", MODULES)
def test_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8")))
