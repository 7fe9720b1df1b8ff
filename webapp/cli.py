"""The command ``fahm``. Errors go to standard error, one line each, and never as a traceback."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from webapp.config import Config, from_env

F = TypeVar("F", bound=Callable[..., Any])


def main() -> None:
    """Entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    fahm(prog_name="fahm")


def fail(english: str, arabic: str, code: int = 1) -> NoReturn:
    """Say what went wrong, in both languages on one line, and stop."""
    click.echo(f"fahm: {english} — {arabic}", err=True)
    raise SystemExit(code)


def places(command: F) -> F:
    """The two folders that every command takes; handed on as ``config``."""

    @wraps(command)
    def with_config(content: Path | None, data: Path | None, **rest: Any) -> Any:
        config = from_env()
        config = replace(config, content=content or config.content, data=data or config.data)
        return command(config=config, **rest)

    for option in (
        click.option("--data", type=click.Path(path_type=Path), help="Where the answers are kept. Default: instance/"),
        click.option(
            "--content",
            type=click.Path(path_type=Path),
            help="The folder with seeds/ and questions/. Default: this folder, else the texts that come with Fahm.",
        ),
    ):
        with_config = option(with_config)
    return with_config  # type: ignore[return-value]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="fahm")
def fahm() -> None:
    """Fahm (فَهْم): read Arabic texts paragraph by paragraph and answer questions about them."""


@fahm.command()
@places
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="How many processes serve.")
def serve(config: Config, host: str, port: int, workers: int) -> None:
    """Start the server that learners open in their browser."""
    from webapp.commands.serving import run

    run(config, host, port, workers)


@fahm.command()
@places
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for scripts.")
def check(config: Config, files: tuple[Path, ...], as_json: bool) -> None:
    """Check question files and their words files: every fault with its line and column.

    The points by process are set beside the target of PIRLS. Exits 0 when clean (warnings count as clean), 1 when not.
    """
    from webapp.commands.checking import check_all
    from webapp.content import question_files

    paths = list(files) or question_files(config.content)
    if not paths:
        fail(f"no question files in {config.content}/questions", "لا ملفات أسئلة في هذا المجلد", 2)
    report = check_all(paths, config.content)
    for problem in report.problems:
        click.echo(json.dumps(problem.as_dict(), ensure_ascii=False) if as_json else str(problem))
    if not as_json:
        for line in (*report.tables, *(() if report.failed else (report.summary(),))):
            click.echo(line, err=True)
    raise SystemExit(1 if report.failed else 0)


@fahm.command()
@places
@click.argument("slug")
@click.option("--force", is_flag=True, help="Write over the words file that is there.")
def annotate(config: Config, slug: str, force: bool) -> None:
    """Draft the words file of the text SLUG: every word with its vowels, for a person to complete and review.

    Needs the extra: pip install "fahm[annotate]". What the tool gives is a guess, marked reviewed: false.
    """
    from webapp.commands.annotating import AnnotateFault, annotate_text, progress_line, tools

    try:
        path = annotate_text(config.content, slug, tools, progress_line, force)
    except AnnotateFault as fault:
        fail(fault.english, fault.arabic)
    click.echo(path)


@fahm.command(name="try")
@places
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
    from webapp.commands.trying import TryFault, read_batch, try_answer

    if batch is None and (question is None or answer is None):
        raise click.UsageError("QUESTION and ANSWER are needed (or --batch FILE).")
    try:
        pairs = read_batch(batch) if batch else [(str(question), str(answer))]
        for name, given in pairs:
            verdict = try_answer(config.content, slug, name, given)
            click.echo(json.dumps(verdict, ensure_ascii=False) if as_json else _spoken(verdict))
    except TryFault as fault:
        fail(fault.english, fault.arabic, 2)


def _spoken(verdict: dict[str, Any]) -> str:
    rung = f" [{verdict['rung']}]" if verdict["rung"] else ""
    return f"{verdict['verdict']}{rung} {verdict['earned']:g}/{verdict['possible']:g} {verdict['why']}".rstrip()


@fahm.command()
@places
@click.option("--text", "slug", help="Only the answers to this text (its SLUG).")
@click.option("--to", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def answers(config: Config, slug: str | None, form: str) -> None:
    """Print every recorded try, the oldest first: JSON lines or a table."""
    from webapp.formats.answers import write_csv, write_jsonl
    from webapp.store import StoreUnavailable, open_store

    if not config.database.exists():
        fail(f"no answers yet: {config.database} does not exist", "لا إجابات بعد: لا قاعدة بيانات هنا")
    try:
        store = open_store(config.database, config.now)
        try:
            (write_csv if form == "csv" else write_jsonl)(store.all_tries(text=slug), sys.stdout)
        finally:
            store.close()
    except StoreUnavailable as error:
        fail(f"the database cannot be read: {error}", "تعذّرت قراءة قاعدة البيانات")


@fahm.command()
@places
@click.argument("learner", required=False)
@click.argument("try_id", metavar="TRY", required=False)
@click.argument("points", required=False, type=float)
@click.option("--text", "slug", help="Only the open answers to this text (its SLUG).")
@click.option("--comment", default="", help="A word to the learner.")
@click.option("--by", default="", help="Who marks.")
def mark(
    config: Config,
    learner: str | None,
    try_id: str | None,
    points: float | None,
    slug: str | None,
    comment: str,
    by: str,
) -> None:
    """Mark open answers by hand. Without arguments: print those that wait, one JSON object a line.

    With LEARNER, TRY and POINTS, as printed there: give that answer its mark. A later mark replaces an earlier one,
    and both are kept.
    """
    from webapp.commands.marking import MarkFault, give, waiting

    try:
        if learner is None:
            for row in waiting(config, slug):
                click.echo(json.dumps(row, ensure_ascii=False))
        elif try_id is None or points is None:
            raise click.UsageError("LEARNER, TRY and POINTS are needed to give a mark.")
        else:
            click.echo(give(config, learner, try_id, points, comment, by), err=True)
    except MarkFault as fault:
        fail(fault.english, fault.arabic)


@fahm.command()
@places
def doctor(config: Config) -> None:
    """Look at this installation: folders, question files, the database and its SQLite. Exits 1 if anything is wrong."""
    from webapp.commands.diagnosis import diagnose

    findings = diagnose(config)
    for finding in findings:
        click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}: {finding.said}")
    raise SystemExit(0 if all(finding.ok for finding in findings) else 1)


if __name__ == "__main__":
    main()
