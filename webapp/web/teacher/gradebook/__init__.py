"""Gradebook of a class: its columns, the grade for the school, files for other programs, reports for parents."""
