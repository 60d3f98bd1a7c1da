"""*read*: a file becomes a `RawFile`: its fields with their places, its body with the line it begins on.

python-frontmatter splits the file; PyYAML's C parser composes the nodes (so that each keeps its line and each scalar stays the
string that was written). What either of them would swallow in silence is refused here with a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler

from wiki.disk.boundary import stumbled
from wiki.disk.plain_files import refused
from wiki.model import Place
from wiki.model.characters import REFUSED, called
from wiki.model.problems import Problem, problem
from wiki.read.nodes import UNUSUAL, Mapping, Node, RawFile, Scalar, Sequence

if TYPE_CHECKING:
    from wiki.read.slips import Slip

try:
    from yaml import CBaseLoader as _BaseLoader
except ImportError:  # PyYAML without libyaml: slower, the same
    from yaml import BaseLoader as _BaseLoader  # type: ignore[assignment]

_HANDLER = YAMLHandler()
_BROKEN = "\ufffc"
"""Stands for a value that YAML could not read or that is refused, so that the rest of the file can still be checked."""

_TRAPS = "@>%*&!|`"
_MARKS = frozenset("&!*")
_SUSPECT = (*_MARKS, "#")
"""Where none of these stands, no value is cut off or taken for something else."""
_COMMENT = re.compile(r"[^\S\n]+#")
_KEY = re.compile(r"(\s*(?:- )?(?:[\w-]+:(?: |$))?)")
_VALUE = re.compile(r"(\s*(?:- )?[\w-]+:\s+|\s*- )(.*)")
_LOCATOR = re.compile(r"(ll?|pp?|sec|paras?)\. ")

_STUCK = re.compile(r"([A-Za-z][\w-]*):(?!//)(\S.*)", re.DOTALL)
"""A key that has run into its value, where the value holds the colon that YAML took for the key's."""
_PATH = re.compile(r"\b[A-Za-z]:\\(?!\\)|\\[abefvtLNP_]")
"""What stands in double quotes for something else than is written there, and nobody means."""

_DEEPEST = 12
"""Lists and mappings inside one another; the format has four."""

_ENTITY = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));")


class _Loader(_BaseLoader):
    """Composes nodes without tags: the vocabulary says what a value is."""

    def resolve(self, *_: object) -> str:
        return ""


def read_file(root: Path, path: str) -> tuple[RawFile | None, list[Problem]]:
    """Read the file at `path` (relative to `root`, with `/`)."""
    data = (root / path).read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [problem(Place(path, line), "encoding", "the file is not UTF-8 here; save it as UTF-8")]
    return read_text(text, path)


def read_text(text: str, path: str) -> tuple[RawFile | None, list[Problem]]:
    """Read the text of an entry or a source record."""
    try:
        return _read_text(text, path)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return None, [stumbled(path, error)]


def _read_text(text: str, path: str) -> tuple[RawFile | None, list[Problem]]:
    problems: list[Problem] = []
    if text.startswith("\ufeff"):
        problems.append(problem(Place(path, 1), "bom", "the file begins with a byte order mark; save it as UTF-8 without BOM"))
        text = text[1:]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = REFUSED.search(text)
    if found:
        return None, [*problems, refused(path, text, found.start())]
    problems.extend(_entities(text, path))
    front, body, first_line = _split(text, path, problems)
    if front is None:
        return None, problems
    fields = _compose(front, path, first_line, problems)
    if fields is None:
        return None, problems
    body_line = text[: len(text) - len(body)].count("\n") + 1
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    return RawFile(
        stem, path, path.rsplit("/", 2)[-2] if "/" in path else "", fields, body, body_line, tuple(front.split("\n")), first_line
    ), problems


def _entities(text: str, path: str) -> Iterator[Problem]:
    """What may not stand in a text may not stand there as Markdown's `&#…;` either."""
    for match in _ENTITY.finditer(text) if "&#" in text else ():
        code = int(match[1], 16) if match[1] else int(match[2])
        if code <= 0x10FFFF and REFUSED.match(chr(code)):
            before = text[: match.start()]
            place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
            yield problem(place, "encoding", f"'{match[0]}' stands here for {called(chr(code))}; delete it")


def _split(text: str, path: str, problems: list[Problem]) -> tuple[str | None, str, int]:
    """Return front matter, body and the 1-based line on which the front matter's text begins."""
    if not text.startswith("---"):
        problems.append(problem(Place(path, 1), "fence", "the file must begin with a line '---' that opens the front matter"))
        return None, "", 1
    opening = _HANDLER.FM_BOUNDARY.match(text)
    closing = _HANDLER.FM_BOUNDARY.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        problems.append(
            problem(Place(path, 1), "fence", "the front matter is not closed; expected a second line '---' after the last field")
        )
        return None, "", 1
    front, body = _HANDLER.split(text)
    lead = text[opening.start() :]
    return front, body.removeprefix("\n"), 1 + lead[: lead.index(front)].count("\n") if front.strip() else 2


def _compose(front: str, path: str, first_line: int, problems: list[Problem]) -> Mapping | None:
    lines = front.split("\n")
    if not front.isascii() and UNUSUAL.search(front):
        problems.extend(_look_again(front, lines, path, first_line))
    for _ in range(50):  # each round takes one broken line out, so that one run shows the next
        try:
            node = yaml.compose("\n".join(lines), Loader=_Loader)
            break
        except yaml.MarkedYAMLError as error:
            found, mended = _mend(error, lines, path, first_line)
            problems.append(found)
            if not mended:
                return None
        except yaml.YAMLError as error:
            problems.append(problem(Place(path, first_line), "yaml", f"not readable as YAML ({str(error).splitlines()[0]})"))
            return None
        except RecursionError:
            problems.append(_too_deep(Place(path, first_line)))
            return None
    else:
        return None
    if node is None:
        problems.append(problem(Place(path, first_line), "fence", "the front matter is empty; expected at least a title"))
        return None
    if not isinstance(node, yaml.MappingNode):
        from wiki.read import slips  # noqa: PLC0415 - only needed once something is wrong

        only = slips.slip(lines[0]) if isinstance(node, yaml.ScalarNode) and not node.style else None
        if only:
            problems.append(_slipped(only, path, first_line))
            lines[0] = only.meant
            return _compose("\n".join(lines), path, first_line, problems)
        problems.append(
            problem(
                Place(path, first_line + node.start_mark.line),
                "shape",
                "the front matter must be a mapping of keys to values, like 'title: …'",
            )
        )
        return None
    source = "\n".join(lines)
    converted = _convert(node, _Front(source, path, first_line, problems, any(sign in source for sign in _SUSPECT), set()), 0)
    return converted if isinstance(converted, Mapping) else None


def _look_again(front: str, lines: list[str], path: str, first_line: int) -> Iterator[Problem]:
    """Put in their places the signs that only look like those that YAML knows, and say so."""
    from wiki.read import slips  # noqa: PLC0415 - hardly any front matter of English texts asks for it

    if slips.BREAKS.search(front):
        for number, line in enumerate(lines):
            found = slips.BREAKS.search(line)
            if found:
                place = Place(path, first_line + number, found.start() + 1)
                yield problem(place, "yaml-blank", f"{slips.named(found[0])}, breaks this line for YAML; write a space")
                lines[number] = slips.BREAKS.sub(" ", line)
    if slips.LOOKALIKES.search(front):
        for number, found_slip in slips.lookalikes(lines):
            yield _slipped(found_slip, path, first_line + number)
            lines[number] = found_slip.meant


def _slipped(found: Slip, path: str, line: int) -> Problem:
    return problem(Place(path, line, found.column), found.rule, found.message)


def _mend(error: yaml.MarkedYAMLError, lines: list[str], path: str, first_line: int) -> tuple[Problem, bool]:
    """Mend the line that made YAML stop, or take its value out; return what is wrong with it, and whether that could be done."""
    from wiki.read import slips  # noqa: PLC0415 - only needed once something is wrong

    number = _broken_line(error, lines)
    found = slips.nearest_slip(lines, number) or slips.astray(lines, number, str(error.problem))
    if found:
        at, why = found
        if lines[at] != why.meant:
            lines[at] = why.meant
            return _slipped(why, path, first_line + at), True
    number = slips.unclosed(lines, number)
    wrong = _yaml_problem(error, lines, number, path, first_line)
    return wrong, _take_out(lines, number)


def _broken_line(error: yaml.MarkedYAMLError, lines: list[str]) -> int:
    mark = error.problem_mark or error.context_mark
    number = min(mark.line if mark else 0, len(lines) - 1)
    # libyaml reports some errors at the token after the culprit: the nearest earlier line with a trap is meant
    if error.context_mark and "escape" in str(error.problem):  # a text over several lines is told where it begins
        return min(error.context_mark.line, len(lines) - 1)
    opened_before = ("could not find expected ':'", "end of stream", "expected ',' or")
    if error.context_mark and any(sign in str(error.problem) for sign in opened_before):
        number = error.context_mark.line
    return number


def _take_out(lines: list[str], number: int) -> bool:
    line = lines[number]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        lines[number] = indent.expandtabs(2) + line.lstrip()
        return True
    match = _KEY.match(line)
    lead = match[1] if match else ""
    after = f'{lead.rstrip()} "{_BROKEN}"' if lead.strip() else ""
    if lines[number] == after:
        return False
    if after and match and line[match.end() :].strip():  # the text that goes on below is taken out with its beginning
        _take_out_rest(lines, number, len(lead) - len(lead.lstrip("- ")))
    lines[number] = after
    return True


def _take_out_rest(lines: list[str], number: int, column: int) -> None:
    """Take out the lines in which a text goes on: they stand farther in than the key of its first, and hold none of their own."""
    for at in range(number + 1, len(lines)):
        line = lines[at]
        if line.strip() and (len(line) - len(line.lstrip()) <= column or _VALUE.match(line)):
            return
        lines[at] = ""


def _yaml_problem(error: yaml.MarkedYAMLError, lines: list[str], number: int, path: str, first_line: int) -> Problem:
    from wiki.read import slips  # noqa: PLC0415 - only needed once something is wrong

    line = lines[number]
    match = _VALUE.match(line)
    value, column = (match[2], len(match[1]) + 1) if match else (line.strip(), len(line) - len(line.lstrip()) + 1)
    place = Place(path, first_line + number, column)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return problem(Place(path, place.line), "yaml-tab", "a tab indents this line; use spaces")
    if value and (value[0] in _TRAPS or value[:2] in ("- ", "? ")):
        return problem(place, "yaml-sign", f"a value may not begin with '{value[:1]}' unquoted; write {slips.quoted(value)}")
    if value[:1] not in ("'", '"', "[", "{") and (": " in value or value.endswith(":")):
        return problem(place, "yaml-colon", f"': ' inside plain text ends it; write {slips.quoted(value)}")
    if value[:1] == '"' and "escape" in str(error.problem):
        return problem(place, "yaml", slips.escapes(value))
    if value[:1] in ("'", '"'):
        return problem(place, "yaml", slips.quotes(value))
    if value[:1] in ("[", "{"):
        return problem(place, "yaml-flow", "a flow list or mapping is not closed or not well formed; write it in block style")
    return problem(place, "yaml", f"not readable as YAML ({error.problem}); quote the value or check the indentation")


class _Front(NamedTuple):
    """Front matter that is being converted, and whether a sign stands in it that may be a trap."""

    source: str
    path: str
    first_line: int
    problems: list[Problem]
    suspect: bool
    anchored: set[int]
    """Lists and mappings that were converted, by identity: a second one is an alias, which is reported and not followed."""

    def written(self, node: yaml.Node) -> str:
        """Return a node as it stands in the file."""
        return self.source[node.start_mark.index : node.end_mark.index]


def _too_deep(place: Place) -> Problem:
    return problem(place, "set-aside", f"lists or mappings stand more than {_DEEPEST} deep in one another; the format has four")


def _convert(node: yaml.Node, front: _Front, depth: int) -> Node:
    start = node.start_mark
    line, column = start.line + front.first_line, start.column + 1
    if front.suspect:
        _check_signs(node, front, Place(front.path, line, column))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, front, Place(front.path, line, column))
    if depth > _DEEPEST:
        front.problems.append(_too_deep(Place(front.path, line, column)))
        return Scalar(_BROKEN, line, column)
    if front.suspect:
        if id(node) in front.anchored:
            return Scalar(_BROKEN, line, column)
        front.anchored.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        joined = _split_by_comma(node) if node.flow_style else None
        if joined:
            front.problems.append(problem(Place(front.path, line, column), "yaml-comma", joined[1]))
            return Scalar(joined[0], line, column)
        return Sequence(tuple([_convert(each, front, depth + 1) for each in node.value]), line, column)
    if not isinstance(node, yaml.MappingNode):
        return Scalar("", line, column)
    if node.flow_style and _is_text_in_braces(node):
        from wiki.read import slips  # noqa: PLC0415 - only needed once something is wrong

        source = front.written(node)
        message = f"braces hold a mapping, not text; put the text in quotes, {slips.quoted(source)}, or leave the braces out"
        front.problems.append(problem(Place(front.path, line, column), "yaml-flow", message))
        return Scalar(_BROKEN, line, column)
    return _mapping(node, front, depth, Place(front.path, line, column))


def _scalar(node: yaml.ScalarNode, front: _Front, place: Place) -> Scalar:
    """Return a text as it was written; what an escape in it stands for may not be what nobody sees."""
    if node.style == '"' and "\\" in (source := front.written(node)):
        if found := REFUSED.search(node.value):
            front.problems.append(problem(place, "encoding", f"an escape in this text stands for {called(found[0])}; delete it"))
            return Scalar(_BROKEN, place.line, place.column)
        if _PATH.search(source):
            from wiki.read import slips  # noqa: PLC0415 - only needed once something is wrong

            front.problems.append(problem(place, "yaml", slips.escapes(source)))
            return Scalar(_BROKEN, place.line, place.column)
    return Scalar(node.value, place.line, place.column)


def _is_text_in_braces(node: yaml.MappingNode) -> bool:
    """Tell whether a mapping in braces has no value to any key, or other braces for a key: it was meant as text."""
    return bool(node.value) and all(
        not isinstance(key, yaml.ScalarNode) or (isinstance(value, yaml.ScalarNode) and not value.value and not value.style)
        for key, value in node.value
    )


def _mapping(node: yaml.MappingNode, front: _Front, depth: int, place: Place) -> Mapping:
    """Return a mapping, of which each key is plain text and given once."""
    named: dict[str, tuple[Scalar, Node]] = {}
    last = ""
    for key_node, value_node in node.value:
        key = _convert(key_node, front, depth + 1)
        if not isinstance(key, Scalar):
            front.problems.append(problem(place, "shape", "a key must be plain text"))
            continue
        at = Place(front.path, key.line, key.column)
        if node.flow_style and isinstance(value_node, yaml.ScalarNode) and not value_node.value and not value_node.style:
            message = f"a comma splits this flow value before '{key.value}'; write the mapping in block style or quote the value"
            front.problems.append(problem(at, "yaml-comma", message))
            if last and isinstance(before := named[last][1], Scalar):  # what was split is put together, so that nothing else is said of it
                named[last] = (named[last][0], before._replace(value=f"{before.value}, {key.value}"))
        elif (
            isinstance(key_node, yaml.ScalarNode) and not key_node.style and (stuck := _STUCK.fullmatch(key.value)) and not node.flow_style
        ):
            from wiki.read import slips  # noqa: PLC0415 - only needed once something is wrong

            meant = f"{stuck[2]}: {value_node.value}" if isinstance(value_node, yaml.ScalarNode) else f"{stuck[2]}: …"
            message = f"there is no space behind the colon; write {stuck[1]}: {slips.quoted(meant)}"
            front.problems.append(problem(at._replace(column=at.column + len(stuck[1]) + 1), "yaml-blank", message))
            named.setdefault(stuck[1], (Scalar(stuck[1], key.line, key.column), Scalar(_BROKEN, key.line, key.column)))
        elif key.value in named:
            message = f"key '{key.value}' is given twice (first on line {named[key.value][0].line}); keep one"
            front.problems.append(problem(at, "duplicate-key", message))
        else:
            last = key.value
            named[last] = (key, _convert(value_node, front, depth + 1))
    return Mapping(named, place.line, place.column)


def _check_signs(node: yaml.Node, front: _Front, place: Place) -> None:
    """A value begins with no sign of YAML's own, and no ' #' cuts it off: a comment stands on a line of its own."""
    sign = front.source[node.start_mark.index : node.start_mark.index + 1]
    if sign in _MARKS:
        front.problems.append(problem(place, "yaml-sign", f"a value may not begin with '{sign}' unquoted; put it in quotes"))
    if isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">") and _COMMENT.match(front.source, node.end_mark.index):
        said = "' #' after a value cuts off the rest of the line; put the value in quotes, or the comment on a line of its own"
        front.problems.append(problem(place, "yaml-hash", said))


def _split_by_comma(node: yaml.SequenceNode) -> tuple[str, str] | None:
    """Return what a comma inside a flow list splits, as in `cite: [key, l. 12]`, and what is to be said of it."""
    for item in node.value:
        if isinstance(item, yaml.ScalarNode) and _LOCATOR.match(item.value):
            joined = ", ".join(str(each.value) for each in node.value)
            return joined, f"a comma splits this flow list before '{item.value}'; write {joined} without brackets"
    return None
