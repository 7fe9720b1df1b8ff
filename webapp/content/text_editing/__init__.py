"""Texts as blocks that a person corrects (headings, paragraphs, verses, lists), and the file they are kept in."""
