"""Services, language, notices, error pages, preferences and caches, shared by every page."""
