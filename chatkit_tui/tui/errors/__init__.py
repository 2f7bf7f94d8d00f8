"""What went wrong: the card that says so, and what to do about it."""
