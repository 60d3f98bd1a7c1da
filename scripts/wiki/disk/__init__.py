"""The disk: what is kept from run to run, what is written and how it gets in place, work spread over processes.

In: bytes, and paths below the root. Out: the store, files that stand as they were written, batches of results. It may import: model.
"""
