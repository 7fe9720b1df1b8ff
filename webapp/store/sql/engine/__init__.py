"""Connections as statements see them, column values, bulk inserts and the write queue."""
