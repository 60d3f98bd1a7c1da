"""The wiki's own settings: `extra.wiki` of mkdocs.yml, each with a default."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wiki.disk.boundary import stumbled
from wiki.disk.layout import CONFIG
from wiki.disk.plain_files import read_plain
from wiki.model import Place
from wiki.model.characters import REFUSED, called
from wiki.model.dates import DateError, parse_date
from wiki.model.problems import Problem, expected, problem


@dataclass(frozen=True, slots=True)
class Settings:
    """What mkdocs.yml says of the wiki; a file that holds only `site_name` gets all defaults."""

    site_name: str = "Wiki"
    site_url: str = ""
    site_description: str = ""
    as_of: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    license_text: str = ""
    license_data: str = ""
    editors: tuple[str, ...] = ()
    edit_url: str = ""
    given: tuple[str, ...] = ()
    """The top-level keys that mkdocs.yml sets itself; the engine gives the others our defaults."""
    problems: tuple[Problem, ...] = field(default=(), compare=False)


KEYS = ("as-of", "language", "languages", "license-text", "license-data", "editors", "edit-url")


class _Loader(yaml.SafeLoader):
    """mkdocs.yml may hold tags of other tools (`!ENV`, `!!python/name:`); what they say is not ours to know."""


def _foreign(_loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> None:
    """Take what a tag of another tool says for nothing; one that has mkdocs run code is refused."""
    if "python/object" in tag or "python/module" in tag:
        raise yaml.constructor.ConstructorError(None, None, f"the tag '{tag}' runs code, and no setting needs that", node.start_mark)


_Loader.add_multi_constructor("", _foreign)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that holds mkdocs.yml; None where there is none."""
    return next((each for each in (start, *start.parents) if (each / CONFIG).is_file()), None)


def read_settings(root: Path, as_of: str = "") -> Settings:
    """Read mkdocs.yml; what is wrong in it is in `problems`. `as_of`, if given, stands in place of the setting."""
    try:
        return _read_settings(root, as_of)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return Settings(problems=(stumbled(CONFIG, error),))


def _read_settings(root: Path, as_of: str) -> Settings:
    text, found = read_plain(root, CONFIG)
    if text is None:
        return Settings(problems=tuple(found))
    try:
        config: Any = yaml.load(text, Loader=_Loader) or {}  # noqa: S506 - safe
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Settings(problems=(problem(Place(CONFIG, line), "yaml", f"mkdocs.yml is not YAML: {error.problem}"),))
    except (yaml.YAMLError, ValueError, TypeError) as error:  # a date that is none, a key that is a list
        return Settings(problems=(problem(Place(CONFIG, 1), "yaml", f"mkdocs.yml is not YAML: {error}"),))
    except RecursionError:
        return Settings(problems=(problem(Place(CONFIG, 1), "yaml", "mkdocs.yml holds lists or mappings too deep in one another"),))
    if not isinstance(config, dict):
        return Settings(problems=(problem(Place(CONFIG, 1), "yaml", "mkdocs.yml must be a mapping that holds at least site_name"),))
    problems: list[Problem] = []
    top = _Given(config, text, problems)
    own = _Given(top.mapping("extra"), text, problems, "extra.").mapping("wiki")
    unknown = [str(key) for key in own if key not in KEYS]
    problems += [problem(_place(text, key), "unknown-setting", expected(key, KEYS, what="setting in extra.wiki")) for key in unknown]
    return _settings(top, _Given(own, text, problems, "extra.wiki."), as_of)


def _settings(top: _Given, own: _Given, as_of: str) -> Settings:
    set_as_of = own.text("as-of")
    as_of = as_of or set_as_of
    if as_of:
        try:
            parse_date(as_of)
        except DateError as error:
            own.report("as-of", "date", str(error))
    return Settings(
        site_name=top.text("site_name") or "Wiki",
        site_url=top.text("site_url"),
        site_description=top.text("site_description"),
        as_of=as_of,
        language=own.text("language") or "en",
        languages=own.texts("languages"),
        license_text=own.text("license-text"),
        license_data=own.text("license-data"),
        editors=own.texts("editors"),
        edit_url=own.text("edit-url"),
        given=tuple(sorted(str(key) for key in top.node)),
        problems=tuple(top.problems),
    )


class _Given:
    """A mapping of mkdocs.yml: each reader returns the value of a key or its default, and reports one of another shape."""

    def __init__(self, node: dict[Any, Any], source: str, problems: list[Problem], name: str = "") -> None:
        self.node, self.source, self.problems, self.name = node, source, problems, name

    def report(self, key: str, rule: str, message: str) -> None:
        """Record a problem where the key stands."""
        self.problems.append(problem(_place(self.source, key), rule, f"{self.name}{key}: {message}"))

    def text(self, key: str) -> str:
        """Return a text; numbers and dates are taken as they are written."""
        value = self.node.get(key)
        if value is None or value is False:
            return ""
        if isinstance(value, list | dict | set | tuple):
            self.report(key, "value", f"this must be text, not {'a mapping' if isinstance(value, dict) else 'a list'}")
            return ""
        return self._clean(key, str(value))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        value = self.node.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in items):
            self.report(key, "value", "this must be a list of texts")
            return ()
        return tuple(self._clean(key, each) for each in items)

    def mapping(self, key: str) -> dict[Any, Any]:
        """Return a mapping."""
        value = self.node.get(key)
        if value is not None and not isinstance(value, dict):
            self.report(key, "value", "this must be a mapping of keys to values")
        return value if isinstance(value, dict) else {}

    def _clean(self, key: str, text: str) -> str:
        found = REFUSED.search(text)
        if found:
            self.report(key, "encoding", f"an escape in this text stands for {called(found[0])}; delete it")
        return "" if found else text


def _place(source: str, key: str) -> Place:
    """Return where a key stands: the first line that begins with it."""
    match = re.search(rf"^[ \t]*([\"']?{re.escape(key)}[\"']?)[ \t]*:", source, re.MULTILINE)
    return Place(CONFIG, source.count("\n", 0, match.start(1)) + 1, match.start(1) - match.start() + 1) if match else Place(CONFIG, 1)
