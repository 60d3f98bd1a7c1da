"""The package is built as the architecture page says: rooms on floors, imports that only go down, modules that can be read at a sitting."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import wiki

PACKAGE = Path(wiki.__file__).parent
MODULES = {file.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): file for file in sorted(PACKAGE.rglob("*.py"))}

FLOORS = (
    ("model", "numerals"),
    ("disk",),
    ("read", "evidence"),
    ("check",),
    ("link",),
    ("verify", "judge"),
    ("pages",),
    ("publish",),
    ("build",),
    ("commands",),
    ("cli", "__init__"),
)
"""The rooms from the ground up. An import goes to the same room or to one on a lower floor."""

LONGEST_MODULE, LONGEST_CLASS, LONGEST_FUNCTION = 400, 150, 50

FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imports(name: str) -> set[str]:
    """Every module that a module imports, wherever in it, in full."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by dots"
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def ours(name: str) -> set[str]:
    """The modules of ours that a module imports; of a room, its door."""
    found = {each.removeprefix("wiki.") for each in imports(name) if each.startswith("wiki.")}
    return {each if each in MODULES else f"{each}.__init__" for each in found if each in MODULES or f"{each}.__init__" in MODULES}


def room(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    assert room(name) in FLOOR, f"which floor is {room(name)} on?"
    up = [each for each in ours(name) if room(each) != room(name) and FLOOR[room(each)] >= FLOOR[room(name)]]
    assert up == []


def test_no_imports_go_in_a_circle() -> None:
    waiting = {name: ours(name) - {name} for name in MODULES}
    while ready := [name for name, needs in waiting.items() if not needs & set(waiting)]:
        for name in ready:
            del waiting[name]
    assert waiting == {}, "these import each other in a circle"


def test_only_the_engine_imports_mkdocs() -> None:
    def foreign(name: str) -> bool:
        return any(each.split(".")[0] in ("mkdocs", "material") for each in imports(name))

    assert [name for name in MODULES if foreign(name)] == ["publish.engine"]


def test_only_commands_print() -> None:
    def prints(name: str) -> bool:
        return any(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print" for node in ast.walk(tree(name))
        )

    assert [name for name in MODULES if prints(name) and room(name) not in ("commands", "cli")] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(tree(name))


@pytest.mark.parametrize("name", [name for rooms in FLOORS[:-1] for name in rooms])
def test_a_room_says_what_comes_in_and_goes_out(name: str) -> None:
    said = ast.get_docstring(tree(f"{name}.__init__")) or ""
    assert "In: " in said
    assert "Out: " in said
    assert "t may import" in said or "t imports no other room" in said


def long_parts() -> list[str]:
    found = []
    for name in MODULES:
        for node in ast.walk(tree(name)):
            most = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > most:
                found.append(f"{name}.{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines")
    return found


def test_classes_and_functions_are_short() -> None:
    assert long_parts() == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
