"""Where the user writes: the text area, what is queued behind it, and what is kept of it."""
