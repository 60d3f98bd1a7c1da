"""`wiki source`: documents taken up, read for what they hold, listed; records imported."""
