"""Signed out: who refused what, and the way back in."""
