"""States side by side on one property, below /compare/: rows and plans."""
