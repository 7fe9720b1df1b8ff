"""Many schools in one server: the file that names them, and the application that hands each request to its school."""
