"""Files that go with a message: chosen, dropped, shown above the text, and looked at."""
