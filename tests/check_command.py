"""``fahm check`` as scripts use it, in this process: starting another one takes longer than all that it does."""

from __future__ import annotations

from click.testing import CliRunner, Result

from webapp.cli.main import fahm


def run_check(*arguments: object) -> Result:
    """Exit code and output of the command."""
    return CliRunner().invoke(fahm, ["check", *map(str, arguments)])
