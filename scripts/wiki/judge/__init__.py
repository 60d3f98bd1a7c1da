"""Judging: what the claims of entries come to when they are held beside one another, and against a date.

In: claims of linked entries. Out: disagreements, sums that do not come out, ages, outcomes of announcements, voices. It may import: model, read, check, link.
"""
