"""What a web page says of itself: title, authors, date, publisher, language and address, from <meta> and JSON-LD, as CSL has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wiki.model.characters import cleaned

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

About = dict[str, Any]
"""CSL variables of a page, those that it tells."""

_META = {
    "title": ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title"),
    "author": ("citation_author", "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl"),
    "issued": (
        "citation_publication_date", "citation_date", "article:published_time", "og:published_time", "datepublished", "dc.date", "dcterms.date", "dc.date.issued",
        "dcterms.issued", "date", "pubdate", "parsely-pub-date", "article:published",
    ),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher", "publisher"),
    "container-title": ("citation_journal_title", "og:site_name", "application-name"),
    "language": ("citation_language", "dc.language", "dcterms.language", "content-language", "og:locale", "language"),
    "URL": ("og:url",),
}  # fmt: skip
_ARTICLES = re.compile(r"(?:Article|Posting|Report|WebPage|Book|Dataset|CreativeWork)$")
_DATE = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")


def about_page(soup: BeautifulSoup) -> About:
    """Return the CSL variables that a page tells of itself; of several tellings the one made for citing is taken."""
    said = _said_in_meta(soup)
    linked = _said_in_json(soup)
    found: About = {}
    for key in _META:
        values = said.get(key) or linked.get(key) or []
        if key == "author":
            names = [name for value in values for name in _names(value) if not re.match(r"https?://", name)] or linked.get("author", [])
            if names := list(dict.fromkeys(names)):
                found[key] = [_author(name) for name in names]
        elif values:
            found[key] = values[0]
    if "publisher" not in found and "container-title" in found:
        found["publisher"] = found["container-title"]
    if "title" not in found and soup.title:
        found["title"] = soup.title.get_text()
    canonical = soup.select_one("link[rel=canonical]")
    if canonical and canonical.get("href"):
        found["URL"] = str(canonical["href"])
    if soup.html and soup.html.get("lang"):
        found["language"] = str(soup.html["lang"])
    return {key: value for key, value in ((key, _cleaned(key, value)) for key, value in found.items()) if value}


def _cleaned(key: str, value: Any) -> Any:
    if key == "author":
        return value
    text = " ".join(cleaned(str(value)).split())
    if key == "issued":
        return _issued(text)
    if key == "language":
        match = re.match(r"[A-Za-z]{2,3}", text)
        return match[0].lower() if match else ""
    if key == "URL":
        return text if re.match(r"https?://[^\s/]", text) else ""
    return text


def _issued(text: str) -> str:
    """Return a date as EDTF; '' where it begins with no year.

    >>> _issued("2023-10-05T08:00:00+03:00"), _issued("2023/10"), _issued("yesterday")
    ('2023-10-05', '2023-10', '')
    """
    match = _DATE.match(text)
    return "-".join(part.zfill(2) for part in match.groups() if part) if match else ""


def _names(value: str) -> Iterator[str]:
    """Several names may stand in one text; a family name may stand first, before a comma."""
    text = re.sub(r"(?i)^by\s+", "", " ".join(cleaned(value).split()))
    for part in re.split(r"\s*;\s*|\s+(?:and|&)\s+", text):
        names = part.split(",")
        single = len(names) == 2 and " " not in names[0].strip()
        yield from [part] if single else [name.strip() for name in names if name.strip()]


def _author(name: str) -> dict[str, str]:
    """Return a name as CSL has it: two or three words in capitals are a person's, else it stays whole.

    >>> _author("Orsolya Fenn"), _author("Fenn, Orsolya"), _author("Lake News Agency of Sarmia")
    ({'family': 'Fenn', 'given': 'Orsolya'}, {'family': 'Fenn', 'given': 'Orsolya'}, {'literal': 'Lake News Agency of Sarmia'})
    """
    if "," in name:
        family, _, given = name.partition(",")
        return {"family": family.strip(), "given": given.strip()}
    words = name.split()
    institution = re.search(
        r"(?i)\b(?:agency|news|ministry|staff|team|editors?|bureau|press|office|desk|institute|bank|union|service)\b", name
    )
    if 2 <= len(words) <= 3 and not institution and all(word[:1].isupper() for word in words):
        return {"family": words[-1], "given": " ".join(words[:-1])}
    return {"literal": name}


def _said_in_meta(soup: BeautifulSoup) -> dict[str, list[str]]:
    called: dict[str, list[str]] = {}
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or meta.get("itemprop") or meta.get("http-equiv") or "").casefold()
        if name and (value := str(meta.get("content") or "").strip()):
            called.setdefault(name, []).append(value)
    return {key: next((called[name] for name in names if name in called), []) for key, names in _META.items()}


def _said_in_json(soup: BeautifulSoup) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            for thing in _things(json.loads(script.get_text())):
                _take(thing, found)
        except (ValueError, RecursionError):
            continue
    return found


def _things(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for each in data:
            yield from _things(each)
    elif isinstance(data, dict):
        yield data
        yield from _things(data.get("@graph"))


def _take(thing: dict[str, Any], found: dict[str, list[str]]) -> None:
    types = thing.get("@type")
    if not any(_ARTICLES.search(str(each)) for each in (types if isinstance(types, list) else [types])):
        return
    told = {
        "title": thing.get("headline") or thing.get("name"), "author": thing.get("author") or thing.get("creator"), "issued": thing.get("datePublished"),
        "publisher": thing.get("publisher"), "language": thing.get("inLanguage"), "URL": thing.get("url"),
    }  # fmt: skip
    for key, value in told.items():
        for each in value if isinstance(value, list) else [value]:
            name = each.get("name") if isinstance(each, dict) else each
            if isinstance(name, str) and name.strip():
                found.setdefault(key, []).append(name)
