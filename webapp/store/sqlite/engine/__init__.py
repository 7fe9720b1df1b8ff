"""Connections, transactions, the write queue and copies of the database file."""
