"""Pages for two states at a time, below /between/: who has one, its rows, its plan."""
