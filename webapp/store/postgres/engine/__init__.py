"""Connections to PostgreSQL, its write transaction, and the shared statements in its SQL."""
