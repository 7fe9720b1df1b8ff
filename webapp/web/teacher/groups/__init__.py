"""Groups inside a class."""
