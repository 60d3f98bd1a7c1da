"""A static generator for research wikis in which each claim is tied to a place in a source.

The pipeline in ten lines (pipeline.py tells it in full):

    read    entries/*/*.md and seeds/*.md become raw files: fields with their lines, a body
    check   raw files become entries and sources: every value parsed, every rule applied
    link    all entries become one graph: every name, link, relation and citation resolved once
    render  the graph becomes finished pages
    write   pages go to docs/, only what changed; mkdocs with Material makes site/ of them
            (engine.py), then come the search index (searching.py) and the data files (exporting.py)
"""
