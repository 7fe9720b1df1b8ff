"""The command ``fahm``. Errors go to standard error, one line each, and never as a traceback."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from webapp.cli import maintenance, text_files
from webapp.cli.common_options import (
    PARQUET,
    ChosenSchools,
    FormatName,
    all_of,
    answer_formats,
    one_school,
    with_config,
    with_database,
    with_schools,
)
from webapp.cli.errors import ReportingGroup
from webapp.config import Config
from webapp.server.garbage_collection import collect_garbage_seldom


def main() -> None:
    """Entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    collect_garbage_seldom()  # before a command imports what it needs
    fahm(prog_name="fahm")


@click.group(cls=ReportingGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="fahm")
def fahm() -> None:
    """Fahm (فَهْم): read Arabic texts paragraph by paragraph and answer questions about them."""


@fahm.command()
@with_schools
@with_database
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Number of server processes.")
@click.option(
    "--replicate",
    metavar="DIR|URL",
    envvar="FAHM_REPLICATE",
    help="Replicate every change to a folder on another disk, s3://… or sftp://…. Default: FAHM_REPLICATE.",
)
@click.option("--no-web-editing", is_flag=True, help="Do not let teachers change question files (FAHM_WEB_EDITING=0).")
def serve(
    config: Config,
    schools: ChosenSchools | None,
    host: str,
    port: int,
    workers: int,
    replicate: str | None,
    no_web_editing: bool,
) -> None:
    """Start the web server: of one school, or of all schools of a file."""
    gc.disable()  # until it listens: objects of the start live on, and collecting them takes time
    # Else pydantic reads the metadata of all installed packages, to find plugins that would change our models.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from webapp.cli.serve import run_server

    if no_web_editing:
        config = replace(config, web_editing=False)
    if schools is None:
        run_server(config, host, port, workers, replicate)
        return
    from webapp.cli.serve_schools import run_schools, without_editing, without_replication

    without_replication(replicate)
    run_schools(without_editing(schools) if no_web_editing else schools, host, port, workers)


@fahm.command(name="try")
@with_config
@click.argument("slug")
@click.argument("question", required=False)
@click.argument("answer", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as a JSON object.")
@click.option("--batch", type=click.Path(path_type=Path), help="Grade every line of a file: question, tab, answer.")
def try_(
    config: Config, slug: str, question: str | None, answer: str | None, as_json: bool, batch: Path | None
) -> None:
    """Grade an answer to QUESTION of the text SLUG as a learner's would be graded, without storing it.

    Options are named by number, letter or wording; several are separated by |.
    """
    from webapp.cli.texts.try_answer import read_batch, readable, try_answer

    if batch is None and (question is None or answer is None):
        raise click.UsageError("QUESTION and ANSWER are needed (or --batch FILE).")
    pairs = read_batch(batch) if batch else [(str(question), str(answer))]
    for name, text in pairs:
        verdict = try_answer(config.content, slug, name, text)
        click.echo(json.dumps(verdict, ensure_ascii=False) if as_json else readable(verdict))


@fahm.command()
@with_config
@click.argument("slug")
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each question, one per line.")
def rehearse(config: Config, slug: str, question: str | None, as_json: bool) -> None:
    """Test the answer keys of the text SLUG, or of QUESTION, with answers that learners may write.

    Prints how each answer is marked and how many right ones are accepted and wrong ones rejected. Stores nothing.
    """
    from webapp.cli.texts.rehearse import as_object, rehearse, table

    for rehearsal in rehearse(config.content, slug, question):
        click.echo(json.dumps(as_object(rehearsal), ensure_ascii=False) if as_json else "\n".join(table(rehearsal)))


@fahm.command()
@with_schools
@with_database
@click.option("--text", "slug", metavar="SLUG", help="Only answers to this text.")
@click.option(
    "--to", "format_name", type=FormatName(answer_formats), default="jsonl", show_default=True, help="Output format."
)
@click.option("--folder", type=click.Path(path_type=Path), help="New folder for Parquet files, by school and month.")
def answers(
    config: Config, schools: ChosenSchools | None, slug: str | None, format_name: str, folder: Path | None
) -> None:
    """Export every recorded attempt, oldest first, to standard output.

    Formats: JSON lines, CSV, an Excel workbook (redirect it to a file), xAPI statements, and a folder of Parquet files,
    which can be of all schools of --schools.
    """
    from webapp.cli.records.export_answers import print_answers, write_answers_folder

    if schools and format_name != PARQUET:
        one_school(schools.file, None, config)
    if folder or format_name == PARQUET:
        write_answers_folder(schools.schools if schools else config, slug, format_name, folder)
    else:
        print_answers(config, slug, format_name)


@fahm.command(context_settings={"ignore_unknown_options": True})  # ids of earlier versions may begin with a hyphen
@with_config
@with_database
@click.argument("learner", required=False)
@click.argument("try_id", metavar="[TRY]", required=False)
@click.argument("points", required=False, type=float)
@click.option("--text", "slug", metavar="SLUG", help="Only open answers to this text.")
@click.option("--comment", default="", help="Comment for the learner.")
@click.option("--by", default="", help="Name of the marker.")
def mark(config: Config, learner: str | None, try_id: str | None, points: float | None, **more: str) -> None:
    """Mark open answers.

    Without arguments, print the answers awaiting marking, one JSON object per line. With LEARNER and TRY as printed
    there, and POINTS, record a mark. The latest mark counts; earlier ones are kept.
    """
    from webapp.cli.records.mark import record_mark, unmarked_answers

    if learner is None:
        for row in unmarked_answers(config, more["slug"]):
            click.echo(json.dumps(row, ensure_ascii=False))
    elif try_id is None or points is None:
        raise click.UsageError("LEARNER, TRY and POINTS are needed to give a mark.")
    else:
        click.echo(record_mark(config, learner, try_id, points, more["comment"], more["by"]), err=True)


@fahm.command()
@with_config
@with_database
@click.argument("slug")
@click.option("--apply", is_flag=True, help="Apply the new grades in parts. If interrupted, run it again.")
@click.option("--reason", default="", help="Reason, which learners will read. Required with --apply.")
@click.option("--undo", metavar="BATCH", help="Undo the regrade with this name.")
def regrade(config: Config, slug: str, apply: bool, reason: str, undo: str | None) -> None:
    """Regrade recorded answers by the current questions of the text SLUG.

    Prints the changes; nothing is changed without --apply.
    """
    from webapp.cli.records.regrade import regrade_attempts

    with click.progressbar(length=1, label="fahm regrade", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        lines = regrade_attempts(config, slug, apply, reason, undo, partial(_steps, bar))
    click.echo("\n".join(lines))


@fahm.command()
@with_schools
@with_database
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object; unknown figures are null.")
@click.option("--finished", is_flag=True, help="Only learners who have answered every question with points.")
@click.option("--all-schools", is_flag=True, help="Print counts by school and text, for all schools of --schools.")
def report(
    config: Config, schools: ChosenSchools | None, slug: str | None, as_json: bool, finished: bool, all_schools: bool
) -> None:
    """Print the item statistics of the text SLUG: facility, discrimination and their confidence intervals.

    With --all-schools, print a line for each school and text instead: its answers, and how many were accepted.
    """
    from webapp.cli.records.report import readable_report, statistics_report

    if all_schools:
        from webapp.cli.records.school_tallies import print_tallies

        raise SystemExit(print_tallies(all_of(schools, "--all-schools"), slug, as_json))
    if schools:
        one_school(schools.file, None, config)
    if slug is None:
        raise click.UsageError("give one SLUG, or use --all-schools")
    statistics = statistics_report(config, slug, finished)
    click.echo(json.dumps(statistics, ensure_ascii=False, allow_nan=False) if as_json else readable_report(statistics))


@fahm.command()
@with_config
@click.option("--learners", default=30, show_default=True, type=click.IntRange(1, 5000), help="Number of learners.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 9999), help="Seed of the simulation.")
def demo(config: Config, learners: int, seed: int) -> None:
    """Create a class of simulated learners, labelled as such, to try out the teacher dashboard.

    The database goes into instance-demo/ (or --data DIR), never into a folder with real answers.
    """
    from webapp.cli.demo import DEMO_FOLDER, make_demo

    if click.get_current_context().params.get("data") is None:
        config = replace(config, data=DEMO_FOLDER)
    with click.progressbar(length=1, label="fahm demo", file=sys.stderr) as bar:
        summary = make_demo(config, learners, seed, partial(_steps, bar))
    click.echo(summary.spoken(config.data))


def _steps(bar: Any, length: int) -> Callable[[int], None]:
    bar.length, bar.pos, bar.finished = max(1, length), 0, False  # a second piece of work begins at its own front
    return bar.update  # type: ignore[no-any-return]


@fahm.group()
def teacher() -> None:
    """Manage teacher accounts."""


@teacher.command()
@with_config
@with_database
@click.option("--name", default="", help="Name of the new teacher.")
@click.option("--admin", is_flag=True, help="Let the teacher manage accounts.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Address of this server.")
def invite(config: Config, name: str, admin: bool, url: str) -> None:
    """Print a link that creates a teacher's account. It works once, within seven days."""
    from webapp.cli.teacher_links import invitation_address

    click.echo(invitation_address(config, url, name, admin))


@teacher.command()
@with_config
@with_database
@click.argument("name")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Address of this server.")
def password(config: Config, name: str, url: str) -> None:
    """Print a link to set a new password for the teacher with the username NAME. It works once, within a day."""
    from webapp.cli.teacher_links import password_address

    click.echo(password_address(config, url, name))


@teacher.command("second-step-off")
@with_config
@with_database
@click.argument("name")
def second_step_off(config: Config, name: str) -> None:
    """Turn off two-step verification for the teacher NAME, who has lost the app and the backup code."""
    from webapp.cli.teacher_links import remove_second_step

    remove_second_step(config, name)


for command in (*text_files.COMMANDS, *maintenance.COMMANDS):
    fahm.add_command(command)
