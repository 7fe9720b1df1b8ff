"""Texts at the desk: the list of them, their question files, and the versions of these."""
