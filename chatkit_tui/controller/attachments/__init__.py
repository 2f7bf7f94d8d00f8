"""Files that go with a message: which may, what they are, and how far each is."""
