"""What stands between two entries that are looked at in pairs, such as two states: rows from either, and the pages below /between/.

Which these are is data: the subtypes in `pairs` of a kind (vocabulary.yml). `partners` knows them; `claims` and `parties` make rows of
what an entry says between two and of what involves both, `rows` puts them into channels, and `groups` plans pages from rows alone.
"""

from __future__ import annotations

from wiki.pages.between.claims import PairRow
from wiki.pages.between.groups import FOLDER, pair_groups
from wiki.pages.between.partners import is_paired, known_partners
from wiki.pages.between.rows import PartnerRow, pair_rows

__all__ = ["FOLDER", "PairRow", "PartnerRow", "is_paired", "known_partners", "pair_groups", "pair_rows"]
