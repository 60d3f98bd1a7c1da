"""The commands: one module each, with its parser, its run and its help.

In: arguments. Out: one call of the rooms below, what it prints, an exit status. It may import: every room.
"""
