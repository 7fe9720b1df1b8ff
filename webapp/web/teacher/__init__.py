"""The teacher's desk: accounts, classes, results, marking and live lessons."""
