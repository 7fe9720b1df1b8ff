"""Reading a text and answering its questions."""
