"""Merging of learners' records: the tables of its log, re-pointing rows by it, and numbers of merged attempts.

A migration uses these modules too: so they import nothing of the engine, and no other part of the store in SQLite.
"""
