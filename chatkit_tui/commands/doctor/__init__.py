"""`chatkit-tui doctor`: what is the case on this machine, and what the server says."""
