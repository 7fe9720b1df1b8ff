"""Ways in and out: files that other programs read or write."""
