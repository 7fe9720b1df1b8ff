"""Commands on the files of texts: check them, begin a question file, draft a words file."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from pathlib import Path

import click

from webapp.cli.common_options import FormatName, readable_formats, with_config, with_database, writable_formats
from webapp.config import Config
from webapp.domain.user_error import UserError

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


@click.command()
@with_config
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.option("--outline", metavar="SLUG|FILE", help="Show what each line of a text is read as.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes; Ctrl+C stops it.")
def check(config: Config, files: tuple[Path, ...], as_json: bool, outline: str | None, watch: bool) -> None:
    """Check question files and their words files; report every problem with its line and column.

    FILES default to all question files of the content folder. Also compares the points per skill with the targets of
    PIRLS. Exit status: 0 without errors (warnings are allowed), 1 with errors, 2 for wrong usage.
    """
    from webapp.cli.texts.check import check_folder, check_named
    from webapp.cli.texts.outline import outline_rows

    if outline is not None:
        for row in outline_rows(config.content, outline):
            click.echo(json.dumps(row.as_dict(), ensure_ascii=False) if as_json else str(row))
        return
    if watch:
        _watch(config.content, files)
        return
    report = check_named(files, config.content) if files else check_folder(config.content)
    for problem in report.problems:
        click.echo(json.dumps(problem.as_dict(), ensure_ascii=False) if as_json else str(problem))
    if not as_json:
        for line in (*report.tables, *(() if report.failed or not report.files else (report.summary(),))):
            click.echo(line, err=True)
    if not report.files:
        raise UserError(
            en=f"no question files in {config.content}/questions", ar="لا توجد ملفات أسئلة في هذا المجلد", code=2
        )
    raise SystemExit(1 if report.failed else 0)


def _watch(content: Path, files: tuple[Path, ...]) -> None:
    from webapp.cli.texts.check_watch import WatchedFiles, watch

    with suppress(KeyboardInterrupt):
        watch(WatchedFiles(content, files), click.echo, threading.Event())


@click.command()
@with_config
@click.argument("textfile", type=click.Path(path_type=Path))
@click.option("--level", default="B1", show_default=True, type=click.Choice(LEVELS), help="CEFR level of the text.")
def new(config: Config, textfile: Path, level: str) -> None:
    """Start a question file for the text in TEXTFILE: plain text, a Word document (.docx) or a saved web page.

    It is commented and marked draft: true. A text from elsewhere is copied into seeds/. Nothing is overwritten.
    """
    from webapp.cli.texts.starter_file import begin_question_file

    questions, text = begin_question_file(config.content, textfile, level)
    click.echo(f"{questions}\n{text}")


@click.command()
@with_config
@click.argument("slug")
@click.option("--force", is_flag=True, help="Overwrite an existing words file.")
def annotate(config: Config, slug: str, force: bool) -> None:
    """Draft the words file of the text SLUG: every word with its vowels, for a person to complete and review.

    Needs the extra: pip install "fahm[annotate]". Drafted words are marked reviewed: false.
    """
    from webapp.cli.texts.annotate import annotate_text, drafting_tools, progress_line

    click.echo(annotate_text(config.content, slug, drafting_tools, progress_line, force))


@click.command(name="import")
@with_config
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--from", "format_name", type=FormatName(readable_formats), help="Format of the file. Default: by its content."
)
@click.option(
    "--text", "slug", metavar="SLUG", help="Text that the questions are about. Default: a new text from the file."
)
@click.option("--level", default="B1", show_default=True, type=click.Choice(LEVELS), help="CEFR level of a new text.")
@click.option("--dry-run", is_flag=True, help="Report what would not be imported, and write nothing.")
def import_questions(
    config: Config, source: Path, format_name: str | None, slug: str | None, level: str, dry_run: bool
) -> None:
    """Import questions from a FILE of another program, and report what cannot be imported.

    They are added at the end of the text's question file, which becomes draft: true.
    """
    from webapp.cli.texts.import_questions import ImportOptions, import_file

    options = ImportOptions(format_name or "", slug, level, dry_run)
    path = import_file(config.content, source, options, lambda line: click.echo(line, err=True))
    if path:
        click.echo(path)


@click.command(name="export")
@with_config
@click.argument("slug", required=False)
@click.option(
    "--all", "whole_shelf", is_flag=True, help="Export all texts except drafts into one file, if the format allows it."
)
@click.option("--to", "format_name", required=True, type=FormatName(writable_formats), help="Format to write.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write. Default: SLUG with the format's ending.")
def export(config: Config, slug: str | None, whole_shelf: bool, format_name: str, out: Path | None) -> None:
    """Export the text SLUG with its questions for another program, and report what its format cannot hold."""
    from webapp.cli.texts.export_text import export_all, export_text

    if bool(slug) == whole_shelf:
        raise click.UsageError("give one SLUG or use --all")
    if slug:
        click.echo(export_text(config.content, slug, format_name, out, lambda line: click.echo(line, err=True)))
    else:
        click.echo(export_all(config.content, format_name, out, lambda line: click.echo(line, err=True)))


@click.command()
@with_config
@with_database
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def level(config: Config, slug: str, as_json: bool) -> None:
    """Estimate the level of the text SLUG from what can be counted in it, with the reasons.

    Prints each part with its figure and the text's place among the others of the folder, and how readers
    did, once there are enough. docs/levels.md has the rule.
    """
    from webapp.cli.records.existing_store import recorded_counts
    from webapp.cli.texts.level import as_object, level_of_text, lines

    estimated = level_of_text(config.content, slug, recorded_counts(config))
    click.echo(json.dumps(as_object(estimated), ensure_ascii=False) if as_json else "\n".join(lines(estimated)))


COMMANDS = (check, new, annotate, import_questions, export, level)
