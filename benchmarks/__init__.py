"""Load and growth, measured by hand and by ``make bench``: on loopback only, bounded in time and count."""
