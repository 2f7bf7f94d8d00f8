"""Textual screens: the chat, the list of threads, the keys, and small questions."""
