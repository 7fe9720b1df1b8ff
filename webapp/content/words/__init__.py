"""Words files and the vowel marks a reader chooses."""
