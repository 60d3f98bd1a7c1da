"""The theme `wiki`: Material for MkDocs with our header, search, marks for programs and styles.

A package only so that the entry point group `mkdocs.themes` can name it.
"""
