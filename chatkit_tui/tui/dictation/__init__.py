"""A message that is spoken: recorded, or taken from a file, and written by the server."""
