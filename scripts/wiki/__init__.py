"""A static generator for research wikis in which each claim is tied to a place in a source.

The pipeline in ten lines; a folder is a stage, and imports go down (docs/about/architecture.md follows one build):

    read     entries/*/*.md and seeds/*.md become raw files: fields with their lines, a body
    check    raw files become entries and sources: every value parsed, every rule applied
    link     all entries become one graph: every name, link, relation and citation resolved once
    verify   evidence answers for each citation whether the claim stands there
    judge    claims held beside one another: what disagrees, what does not add up, what is old
    pages    linked entries and judgements become finished pages
    publish  mkdocs with Material makes HTML of them; then come the data files and the indexes of the search
    build    only what has changed goes through all this, and gets into docs/ and site/ whole or not at all
"""
