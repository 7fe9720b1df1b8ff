"""Protocols of the store: methods, dataclasses and errors. No engine is imported here."""
