"""Checking against the documents themselves, where somebody has them, in place of the evidence that is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wiki.build.kept import load_evidence
from wiki.build.traced import Traced
from wiki.build.world import World
from wiki.evidence import Evidence, SourceError, evidence_from_texts
from wiki.link.graph import LinkedEntry
from wiki.verify import verify_linked


@dataclass(frozen=True, slots=True)
class Documents:
    """The evidence of the documents in a folder, by source key, and how the published evidence differs from it."""

    evidence: Mapping[str, Evidence]
    differences: tuple[str, ...]


def read_documents(world: World, folder: Path) -> Documents:
    """Make evidence of each source's document that is in `folder`.

    Raises SourceError if the folder holds none of them, or another file under the name of one.
    """
    found: dict[str, Evidence] = {}
    differences = []
    for key, source in world.sources.items():
        made = evidence_from_texts(folder, source)
        if made is None:
            continue
        found[key] = made
        published = load_evidence(world, key)
        if published is not None and published != made:
            differences.append(
                f"{source.path.removesuffix('.md')}.evidence.json is not what its document gives; 'wiki source add' writes it anew"
            )
    if not found:
        raise SourceError(f"'{folder}' holds no document of a source")
    return Documents(found, tuple(differences))


def verified(linked: LinkedEntry, world: World, evidence: Mapping[str, Evidence]) -> LinkedEntry:
    """Return the entry with answers from this evidence alone."""
    return verify_linked(linked, Traced(world), evidence)[0]
