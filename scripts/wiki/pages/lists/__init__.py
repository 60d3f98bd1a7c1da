"""Lists of everything: indexes, the timeline, sources, announcements, disagreements and the like.

`entry_rows` is what an entry gives to them; the other modules plan pages of such rows, and `groups` says which pages there are and what
each depends on.
"""

from __future__ import annotations

from wiki.pages.lists.entry_rows import rows_of
from wiki.pages.lists.groups import made_folders, page_groups
from wiki.pages.lists.rows import TYPES

__all__ = ["TYPES", "made_folders", "page_groups", "rows_of"]
