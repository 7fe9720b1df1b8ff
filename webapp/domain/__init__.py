"""The nouns of Fahm: texts, questions, attempts, people, scoring. No input or output."""
