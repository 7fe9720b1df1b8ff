"""Formats that other programs read or write."""
