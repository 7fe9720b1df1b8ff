"""The schema of the PostgreSQL database and its migrations."""
