"""Use cases on top of content and store: marking answers, progress, regrading, hidden roots."""
