"""Connections, transactions and copies of the database file."""
