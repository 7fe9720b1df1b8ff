"""Merging of learners' records: re-pointing rows by its log, and numbers of merged attempts.

A migration uses these modules too: so they import nothing of the engine, and no other part of the store.
"""
