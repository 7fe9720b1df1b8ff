"""Other ways to say a wording of a key: its times, lists, measures and short forms."""
