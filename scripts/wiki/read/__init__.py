"""Reading: files become fields with their places; the vocabulary and the settings become data.

In: files under entries/ and seeds/, entries/vocabulary.yml, mkdocs.yml. Out: raw files, `Vocabulary`, `Settings`, and problems. It may import: model, disk.
"""
