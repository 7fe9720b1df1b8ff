"""Forms that are made of the models of question types and settings: drawn from a file's values and read back."""
