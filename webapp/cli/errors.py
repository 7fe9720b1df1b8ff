"""Error reporting of the command line: one line on standard error, in both languages, and an exit code."""

from __future__ import annotations

from typing import Any

import click

from webapp.domain.user_error import UserError


class ReportingGroup(click.Group):
    """A group of commands that reports errors that people can mend in one line, and exits with their code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Invoke the command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(f"fahm: {error.en} — {error.ar}", err=True)
            raise SystemExit(error.code) from error
        except Exception as error:
            from webapp.store.protocols.store import StoreUnavailable  # commands that read no records need none of it

            if not isinstance(error, StoreUnavailable):
                raise
            said = " ".join(str(error).split())
            click.echo(f"fahm: the database cannot be used: {said} — تعذّر استعمال قاعدة البيانات", err=True)
            raise SystemExit(1) from error
