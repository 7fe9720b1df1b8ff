"""An answer read against its key and the text around it."""
