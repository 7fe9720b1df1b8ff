"""What every page shares: services, language, security, preferences, static files, caches."""
