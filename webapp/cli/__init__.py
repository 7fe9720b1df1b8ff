"""The command ``fahm``: ``main`` reads the options, and a module a command does the work."""

from webapp.cli.main import main

__all__ = ["main"]
