"""Edits of question files: what changes is spliced into the bytes, and everything around it stays as it was."""
