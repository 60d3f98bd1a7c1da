"""Publishing: finished pages become files of the site, with the data and the indexes of the search beside them.

In: finished pages and linked entries. Out: HTML, data files, indexes, and links that lead nowhere. It may import: model, numerals, read, disk, evidence, check, link, verify, judge, pages.
"""
