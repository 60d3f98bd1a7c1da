"""Linking: all entries become one graph in which every name, link and relation is resolved once.

In: checked entries and sources. Out: `Graph` of linked entries, the table of names, and problems. It may import: model, numerals, disk, read, check.
"""
