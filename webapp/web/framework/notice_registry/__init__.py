"""Notices that the pages can show, by room: their words and their tone."""
