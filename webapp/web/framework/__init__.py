"""Shared by every page: services, language, notices, errors, security, preferences, static files, caches."""
