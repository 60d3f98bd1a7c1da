"""Pages: what stands on each page is worked out here, and the templates hold its markup.

In: linked entries, judgements and answers. Out: finished pages, and the rows that entries give to lists. It may import: model, numerals, read, evidence, check, link, judge, verify.
"""
