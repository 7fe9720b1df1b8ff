"""A learner's own pages: record, personal data, joining a class, settings."""
