"""The commands that look after the data folder, as click reads them: ``backup``, ``restore``, ``move-data``,
``tidy``, ``doctor``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from webapp.cli.common_options import ChosenSchools, with_config, with_database, with_schools
from webapp.config import Config


@click.command()
@with_config
@with_database
@click.argument("target", metavar="FILE|DIR", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1, 10_000), help="Keep only this many dated copies in the folder DIR.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@click.option("--no-key", is_flag=True, help="Do not copy the key that signs cookies.")
def backup(config: Config, target: Path, keep: int | None, force: bool, no_key: bool) -> None:
    """Back up the database to FILE while the server runs, verify the copy and print its path.

    In a folder, the copy is named by date and time. The key that signs cookies is copied beside it as FILE.key. Texts
    and question files are not included.
    """
    from webapp.cli.records.backup import back_up

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
@click.option("--from", "replica", metavar="DIR|URL", help="Restore the newest state of this replica.")
def restore(config: Config, file: Path | None, replica: str | None) -> None:
    """Replace the database by the backup FILE or by a replica; the old database is kept under a dated name.

    The backup is copied and verified first. Refused while a server or another program has the database open.
    """
    from webapp.cli.records.restore import restore as put_back

    if (file is None) == (replica is None):
        raise click.UsageError("Give either FILE or --from.")
    done = put_back(config, file, replica)
    for line in done.spoken():
        click.echo(line, err=True)


@click.command(name="move-data")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="[TO]", required=False)
@click.option("--release", is_flag=True, help="Reopen FROM, which was moved, for answers.")
def move_data(source: str, target: str | None, release: bool) -> None:
    """Copy all records from the database FROM into the empty database TO, and compare both.

    FROM and TO are addresses: sqlite:///PATH or postgresql://USER@HOST/NAME. FROM takes answers while it is copied,
    but none in the last seconds (pages can be read) nor after the move, so that none is lost. Where the copying was
    cut off, the same command goes on with it. Prints each table with its number of rows and their checksum.
    """
    from webapp.cli.records.move_data import move, release_source

    if (target is None) != release:
        raise click.UsageError("Give either TO or --release.")
    if target is None:
        click.echo(release_source(source), err=True)
        return
    with click.progressbar(length=1, label="fahm move-data", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def watch(done: int, total: int) -> None:
            bar.length = max(1, total)
            bar.update(done - bar.pos)

        moved = move(source, target, watch)
    for table in moved.tables:
        click.echo(f"{table.name}\t{table.tally.rows}\t{table.tally.checksum:032x}")
    for line in moved.spoken():
        click.echo(line, err=True)


@click.command()
@with_config
@with_database
@click.option("--apply", is_flag=True, help="Delete them. Without this option, they are only counted.")
def tidy(config: Config, apply: bool) -> None:
    """Delete learners not seen for FAHM_KEEP_DAYS days, with all their data."""
    from webapp.cli.records.retention import delete_inactive

    click.echo(delete_inactive(config, apply).spoken())


@click.command()
@with_schools
@with_database
def doctor(config: Config, schools: ChosenSchools | None) -> None:
    """Check this installation: folders, question files, database and SQLite. Exits 1 if anything is wrong.

    With --schools, every school of the file is checked.
    """
    from webapp.cli.records.doctor import diagnose

    sound = True
    for name, checked in [(s.name, s.config) for s in schools.schools] if schools else [("", config)]:
        if name:
            click.echo(f"{name}:")
        for finding in diagnose(checked):
            click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}: {finding.said}")
            sound = sound and finding.ok
    raise SystemExit(0 if sound else 1)


COMMANDS = (backup, restore, move_data, tidy, doctor)
