"""The command ``fahm``. Errors go to standard error, one line each, and never as a traceback."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from webapp.cli import maintenance
from webapp.cli.common_options import ExportFormat, with_config, with_database
from webapp.cli.errors import ReportingGroup
from webapp.config import Config
from webapp.domain.user_error import UserError


def main() -> None:
    """Entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    fahm(prog_name="fahm")


@click.group(cls=ReportingGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="fahm")
def fahm() -> None:
    """Fahm (فَهْم): read Arabic texts paragraph by paragraph and answer questions about them."""


@fahm.command()
@with_config
@with_database
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="How many processes serve.")
@click.option(
    "--replicate",
    metavar="DIR|URL",
    envvar="FAHM_REPLICATE",
    help="Copy each change there as it comes (s3://…, sftp://…, or a folder on another disk); or set FAHM_REPLICATE.",
)
def serve(config: Config, host: str, port: int, workers: int, replicate: str | None) -> None:
    """Start the server that learners open in their browser."""
    gc.disable()  # until it listens: objects of the start live on, and collecting them takes time
    from webapp.cli.serve import run_server

    run_server(config, host, port, workers, replicate)


@fahm.command()
@with_config
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for scripts.")
def check(config: Config, files: tuple[Path, ...], as_json: bool) -> None:
    """Check question files and their words files: every fault with its line and column.

    The points by process are set beside the target of PIRLS. Exits 0 when clean (warnings count as clean), 1 when not.
    """
    from webapp.cli.check import check_all
    from webapp.content import question_files

    paths = list(files) or question_files(config.content)
    if not paths:
        raise UserError(
            en=f"no question files in {config.content}/questions", ar="لا ملفات أسئلة في هذا المجلد", code=2
        )
    report = check_all(paths, config.content)
    for problem in report.problems:
        click.echo(json.dumps(problem.as_dict(), ensure_ascii=False) if as_json else str(problem))
    if not as_json:
        for line in (*report.tables, *(() if report.failed else (report.summary(),))):
            click.echo(line, err=True)
    raise SystemExit(1 if report.failed else 0)


@fahm.command()
@with_config
@click.argument("slug")
@click.option("--force", is_flag=True, help="Write over the words file that is there.")
def annotate(config: Config, slug: str, force: bool) -> None:
    """Draft the words file of the text SLUG: every word with its vowels, for a person to complete and review.

    Needs the extra: pip install "fahm[annotate]". What the tool gives is a guess, marked reviewed: false.
    """
    from webapp.cli.annotate import annotate_text, drafting_tools, progress_line

    click.echo(annotate_text(config.content, slug, drafting_tools, progress_line, force))


@fahm.command(name="try")
@with_config
@click.argument("slug")
@click.argument("question", required=False)
@click.argument("answer", required=False)
@click.option("--json", "as_json", is_flag=True, help="The verdict as one JSON object.")
@click.option("--batch", type=click.Path(path_type=Path), help="A file of lines: question, a tab, answer.")
def try_(
    config: Config, slug: str, question: str | None, answer: str | None, as_json: bool, batch: Path | None
) -> None:
    """Mark one answer to QUESTION of the text SLUG, as a learner's would be marked. Nothing is stored.

    An option may be named by its number, its letter or its words; several with | between them.
    """
    from webapp.cli.try_answer import read_batch, readable, try_answer

    if batch is None and (question is None or answer is None):
        raise click.UsageError("QUESTION and ANSWER are needed (or --batch FILE).")
    pairs = read_batch(batch) if batch else [(str(question), str(answer))]
    for name, text in pairs:
        verdict = try_answer(config.content, slug, name, text)
        click.echo(json.dumps(verdict, ensure_ascii=False) if as_json else readable(verdict))


@fahm.command()
@with_config
@with_database
@click.option("--text", "slug", help="Only the answers to this text (its SLUG).")
@click.option("--to", "format_name", type=ExportFormat(), default="jsonl", show_default=True)
def answers(config: Config, slug: str | None, format_name: str) -> None:
    """Print every recorded try, the oldest first: JSON lines, a table, a workbook (> FILE) or xAPI statements."""
    from webapp.cli.export_answers import print_answers

    print_answers(config, slug, format_name)


@fahm.command()
@with_config
@with_database
@click.argument("learner", required=False)
@click.argument("try_id", metavar="TRY", required=False)
@click.argument("points", required=False, type=float)
@click.option("--text", "slug", help="Only the open answers to this text (its SLUG).")
@click.option("--comment", default="", help="A word to the learner.")
@click.option("--by", default="", help="Who marks.")
def mark(config: Config, learner: str | None, try_id: str | None, points: float | None, **more: str) -> None:
    """Mark open answers by hand. Without arguments: print those that wait, one JSON object a line.

    With LEARNER, TRY and POINTS, as printed there: give that answer its mark. A later mark replaces an earlier one,
    and both are kept.
    """
    from webapp.cli.mark import record_mark, unmarked_answers

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
@click.option("--apply", is_flag=True, help="Apply it: all of it, or nothing.")
@click.option("--reason", default="", help="Why, in words that learners will read. Needed to apply.")
@click.option("--undo", metavar="BATCH", help="Take back what was applied under this name.")
def regrade(config: Config, slug: str, apply: bool, reason: str, undo: str | None) -> None:
    """Print what the questions of the text SLUG, as they are now, make of answers to earlier versions of them."""
    from webapp.cli.regrade import regrade_attempts

    with click.progressbar(length=1, label="fahm regrade", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        lines = regrade_attempts(config, slug, apply, reason, undo, partial(_steps, bar))
    click.echo("\n".join(lines))


@fahm.command()
@with_config
@with_database
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="The figures as one JSON object; what is not known is null.")
@click.option("--finished", is_flag=True, help="Only those who have answered every question that has points.")
def report(config: Config, slug: str, as_json: bool, finished: bool) -> None:
    """Print the item statistics of the text SLUG, from where each learner stands: how easy, how telling, how sure."""
    from webapp.cli.report import readable_report, statistics_report

    statistics = statistics_report(config, slug, finished)
    click.echo(json.dumps(statistics, ensure_ascii=False, allow_nan=False) if as_json else readable_report(statistics))


@fahm.command()
@with_config
@click.option("--learners", default=30, show_default=True, type=click.IntRange(1, 5000), help="How many read.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 9999), help="Another one: other readers.")
def demo(config: Config, learners: int, seed: int) -> None:
    """Make a database of simulated readers, marked as such, to try and to show what teachers see.

    It goes into instance-demo/ (or --data DIR), never into a folder that holds real answers.
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
    """The accounts of teachers."""


@teacher.command()
@with_config
@with_database
@click.option("--name", default="", help="Whom it is for.")
@click.option("--admin", is_flag=True, help="Lets this teacher manage the accounts of others.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where people reach this Fahm.")
def invite(config: Config, name: str, admin: bool, url: str) -> None:
    """Print a link that makes a teacher's account: good once, for seven days."""
    from webapp.cli.teacher_links import invitation_address

    click.echo(invitation_address(config, url, name, admin))


@teacher.command()
@with_config
@with_database
@click.argument("name")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where people reach this Fahm.")
def password(config: Config, name: str, url: str) -> None:
    """Print a link with which the teacher who signs in as NAME chooses another password: good once, for a day."""
    from webapp.cli.teacher_links import password_address

    click.echo(password_address(config, url, name))


@teacher.command("second-step-off")
@with_config
@with_database
@click.argument("name")
def second_step_off(config: Config, name: str) -> None:
    """Let the teacher who signs in as NAME in with the password alone: the app and the spare code are lost."""
    from webapp.cli.teacher_links import remove_second_step

    remove_second_step(config, name)


for command in maintenance.COMMANDS:
    fahm.add_command(command)
