"""Checking: a raw file becomes an entry or a source, every value parsed and every rule applied, one file at a time.

In: raw files and the vocabulary. Out: `Entry`, `Source`, and problems. It may import: model, disk, read.
"""
