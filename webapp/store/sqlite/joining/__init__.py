"""Ways into a class in SQLite: names taken from its list, and its codes."""
