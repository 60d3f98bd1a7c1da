"""The wiki's own settings: `extra.wiki` of mkdocs.yml, each with a default."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wiki.dates import DateError, parse_date
from wiki.model import Place
from wiki.problems import Problem, expected, problem

CONFIG = "mkdocs.yml"


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


_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that holds mkdocs.yml; None where there is none."""
    return next((each for each in (start, *start.parents) if (each / CONFIG).is_file()), None)


def read_settings(root: Path, as_of: str = "") -> Settings:
    """Read mkdocs.yml; what is wrong in it is in `problems`. `as_of`, if given, stands in place of the setting."""
    place = Place(CONFIG, 1)
    try:
        config: Any = yaml.load((root / CONFIG).read_text(encoding="utf-8-sig"), Loader=_Loader) or {}  # noqa: S506 - safe
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Settings(problems=(problem(Place(CONFIG, line), "yaml", f"mkdocs.yml is not YAML: {error.problem}"),))
    if not isinstance(config, dict):
        return Settings(problems=(problem(place, "yaml", "mkdocs.yml must be a mapping that holds at least site_name"),))
    extra = config.get("extra") or {}
    own = (extra.get("wiki") if isinstance(extra, dict) else None) or {}
    problems = [problem(place, "unknown-setting", expected(str(key), KEYS, what="setting in extra.wiki")) for key in own if key not in KEYS]
    as_of = as_of or str(own.get("as-of") or "")
    if as_of:
        try:
            parse_date(as_of)
        except DateError as error:
            problems.append(problem(place, "date", f"extra.wiki.as-of: {error}"))
    return Settings(
        site_name=str(config.get("site_name") or "Wiki"),
        site_url=str(config.get("site_url") or ""),
        site_description=str(config.get("site_description") or ""),
        as_of=as_of,
        language=str(own.get("language") or "en"),
        languages=tuple(str(each) for each in own.get("languages") or ()),
        license_text=str(own.get("license-text") or ""),
        license_data=str(own.get("license-data") or ""),
        editors=tuple(str(each) for each in own.get("editors") or ()),
        edit_url=str(own.get("edit-url") or ""),
        given=tuple(sorted(str(key) for key in config)),
        problems=tuple(problems),
    )
