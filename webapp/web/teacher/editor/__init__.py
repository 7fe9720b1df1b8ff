"""The editor of a text's questions: forms drawn from the models of the types, beside the text."""
