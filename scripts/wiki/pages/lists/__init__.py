"""Lists of everything: indexes, the timeline, sources, announcements, disagreements and the like.

`rows` is what an entry gives to them; the other modules plan pages of rows, and `groups` says which there are and what each depends on.
"""

from __future__ import annotations

from wiki.pages.lists.groups import made_folders, page_groups
from wiki.pages.lists.rows import TYPES, rows_of

__all__ = ["TYPES", "made_folders", "page_groups", "rows_of"]
