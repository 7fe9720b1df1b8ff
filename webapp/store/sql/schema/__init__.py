"""Tables, indexes, triggers and views, as the migrations of SQLite make them; PostgreSQL reads them by its dialect."""
