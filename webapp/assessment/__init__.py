"""Use cases on top of content and store: mark an answer, follow progress, regrade. No pages."""
