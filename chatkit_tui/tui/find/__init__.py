"""Find in the thread: the bar, what it looks for, and where that stands."""
