"""`chatkit-tui preview`: files with widgets, shown and operated without a server."""
