"""Commands on texts and their questions."""
