"""Tables, views and migrations of the SQLite database."""
