"""A thread as a text of its own: Markdown, JSON, HTML."""
