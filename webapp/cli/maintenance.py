"""The commands that look after the data folder, as click reads them: ``backup``, ``restore``, ``tidy``, ``doctor``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from webapp.cli.common_options import with_config, with_database
from webapp.config import Config


@click.command()
@with_config
@with_database
@click.argument("target", metavar="FILE|DIR", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1, 10_000), help="FILE is a folder: of its dated copies, keep this many.")
@click.option("--force", is_flag=True, help="Write over the file that is there.")
@click.option("--no-key", is_flag=True, help="Leave out the key that signs cookies.")
def backup(config: Config, target: Path, keep: int | None, force: bool, no_key: bool) -> None:
    """Copy every answer into FILE while the server runs, and read the copy through. Prints where it is.

    Into a folder, the copy is named by the time. The key that signs cookies goes beside it, as FILE.key. Texts and
    questions are files of their own and are not in it.
    """
    from webapp.cli.backup import back_up

    with click.progressbar(length=1, label="fahm backup", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def watch(done: int, total: int) -> None:
            bar.length = max(1, total)
            bar.update(done - bar.pos)

        copy = back_up(config, target, force, keep, not no_key, watch)
    click.echo(copy.path)
    for line in copy.spoken():
        click.echo(line, err=True)


@click.command()
@with_config
@with_database
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--from", "replica", metavar="DIR|URL", help="Not a file, but the newest state of this replica.")
def restore(config: Config, file: Path | None, replica: str | None) -> None:
    """Put the backup FILE in the place of the database. The old one is kept aside under a dated name.

    FILE is copied and read through first. Refused while a server, or anybody else, has the database open.
    """
    from webapp.cli.restore import restore as put_back

    if (file is None) == (replica is None):
        raise click.UsageError("Give either FILE or --from.")
    done = put_back(config, file, replica)
    for line in done.spoken():
        click.echo(line, err=True)


@click.command()
@with_config
@with_database
@click.option("--apply", is_flag=True, help="Delete them; without it, they are only counted.")
def tidy(config: Config, apply: bool) -> None:
    """Delete the learners who were not seen for FAHM_KEEP_DAYS days, with everything that is kept of them."""
    from webapp.cli.retention import delete_inactive

    click.echo(delete_inactive(config, apply).spoken())


@click.command()
@with_config
@with_database
def doctor(config: Config) -> None:
    """Look at this installation: folders, question files, the database and its SQLite. Exits 1 if anything is wrong."""
    from webapp.cli.doctor import diagnose

    findings = diagnose(config)
    for finding in findings:
        click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}: {finding.said}")
    raise SystemExit(0 if all(finding.ok for finding in findings) else 1)


COMMANDS = (backup, restore, tidy, doctor)
