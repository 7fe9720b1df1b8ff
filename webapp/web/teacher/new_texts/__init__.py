"""New texts at the desk: from pasted words or a file, and the outline of a text, which is corrected by clicks."""
