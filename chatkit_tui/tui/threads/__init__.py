"""The list of threads, and where on the screen it stands."""
