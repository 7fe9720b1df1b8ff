"""Error reporting of the command line: one line on standard error, in both languages, and an exit code."""

from __future__ import annotations

from typing import Any

import click

from webapp.domain.user_error import UserError


class ReportingGroup(click.Group):
    """A group of commands that reports a ``UserError`` in one line and exits with its code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Invoke the command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(f"fahm: {error.en} — {error.ar}", err=True)
            raise SystemExit(error.code) from error
