"""Authoring: what a teacher writes is checked, kept as a version, and put into the file that readers see."""
