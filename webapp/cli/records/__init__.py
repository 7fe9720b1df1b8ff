"""Commands on what learners' answers left behind."""
