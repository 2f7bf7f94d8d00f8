"""Entities in the transcript: opened, and previewed."""
