"""Building: which files have changed, what follows from that, and the work of it put in place whole or not at all.

In: a folder. Out: docs/, site/, the store, and every problem. It may import: every room but commands.
"""
