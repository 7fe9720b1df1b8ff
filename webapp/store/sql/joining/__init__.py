"""Ways into a class in SQL: names taken from its list, and its codes."""
