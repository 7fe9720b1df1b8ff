"""Options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from webapp.config import SCHOOLS_FILE, Config, from_env
from webapp.domain.user_error import UserError

if TYPE_CHECKING:
    from webapp.server.schools.schools_file import School

F = TypeVar("F", bound=Callable[..., Any])
PARQUET = "parquet"
"""Format of recorded answers that is a folder of files."""


@dataclass(frozen=True)
class ChosenSchools:
    """All schools of a file."""

    file: Path
    schools: tuple[School, ...]


def with_config(command: F) -> F:
    """Add ``--content`` and ``--data``, or ``--schools`` and ``--school`` in their place.

    The Config of the command is its argument ``config``.
    """

    @wraps(command)
    def wrapped(schools: Path | None, school: str | None, **options: Any) -> Any:
        config = _config(options, schools)
        if schools or school:
            config = one_school(schools, school, config).config
        return command(config=config, **options)

    return _with_options(wrapped)  # type: ignore[return-value]


def with_schools(command: F) -> F:
    """Add the options of ``with_config`` to a command that can be about all schools of the file.

    Its argument ``schools`` are the schools of ``--schools``; None where there are none, or ``--school`` names one.
    """

    @wraps(command)
    def wrapped(schools: Path | None, school: str | None, **options: Any) -> Any:
        config = _config(options, schools)
        if schools and not school:
            return command(config=config, schools=schools_of(schools, config), **options)
        if school:
            config = one_school(schools, school, config).config
        return command(config=config, schools=None, **options)

    return _with_options(wrapped)  # type: ignore[return-value]


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    path = click.Path(path_type=Path)
    for option in (
        click.option("--school", metavar="NAME", help="The school of that name in the file of --schools."),
        click.option(
            "--schools",
            metavar="FILE",
            type=path,
            envvar=SCHOOLS_FILE,
            help="File of many schools, each with its data, database and texts. Default: FAHM_SCHOOLS.",
        ),
        click.option("--data", type=path, help="Folder of the answers. Default: instance/"),
        click.option(
            "--content",
            type=path,
            help="Folder with seeds/ and questions/. Default: the current folder, else the texts that come with Fahm.",
        ),
    ):
        command = option(command)
    return command


def _config(options: dict[str, Any], schools: Path | None) -> Config:
    """Take the folders out of a command's options."""
    content, data = options.pop("content"), options.pop("data")
    try:
        config = from_env()
    except ValueError as error:
        raise UserError(en=str(error), ar="قيمة غير صالحة في متغيرات البيئة", code=2) from error
    if schools and (content or data):
        raise UserError(
            en="--content and --data are of one school: with --schools, the file names those of each",
            ar="الخياران ‎--content و‎--data لمدرسة واحدة؛ ومع ‎--schools يذكر الملف مجلدات كل مدرسة",
            code=2,
        )
    config = replace(config, content=content or config.content, data=data or config.data)
    if not config.content.is_dir():
        raise UserError(en=f"folder {config.content} not found (--content)", ar="لا يوجد مجلد بهذا الاسم", code=2)
    return config


def schools_of(file: Path, config: Config) -> ChosenSchools:
    """Read the schools of a file. Its faults are printed a line each; UserError where there are any."""
    from webapp.server.schools.schools_file import read_schools

    schools, problems = read_schools(file, config)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        raise UserError(
            en=f"{file}: {len(problems)} problem(s); nothing was started",
            ar="في ملف المدارس أخطاء، فلم يُنفّذ شيء",
            code=2,
        )
    return ChosenSchools(file, tuple(schools))


def all_of(schools: ChosenSchools | None, option: str) -> ChosenSchools:
    """The schools of the file; UserError where an option needs one and none is named."""
    if schools is None:
        raise UserError(
            en=f"{option} needs the file of the schools: --schools FILE",
            ar=f"الخيار ‎{option} يحتاج إلى ملف المدارس: ‎--schools FILE",
            code=2,
        )
    return schools


def one_school(file: Path | None, name: str | None, config: Config) -> School:
    """Choose a school of a file by its name."""
    if file is None:
        raise UserError(
            en="--school needs the file of the schools: --schools FILE",
            ar="الخيار ‎--school يحتاج إلى ملف المدارس: ‎--schools FILE",
            code=2,
        )
    schools = schools_of(file, config).schools
    for school in schools:
        if school.name == name:
            return school
    names = ", ".join(school.name for school in schools)
    raise UserError(
        en=f"{f'there is no school {name}' if name else 'which school?'} Use --school with one of: {names}",
        ar=f"اذكر المدرسة بالخيار ‎--school، وهي إحدى هذه: {names}",
        code=2,
    )


def with_database(command: F) -> F:
    """Add the option ``--database`` to a command that reads the store; to be placed below ``with_config``."""

    @wraps(command)
    def wrapped(config: Config, database: str | None, **options: Any) -> Any:
        from webapp.store import locate_database

        config = replace(config, database=database or config.database)
        locate_database(config.database_url)
        return command(config=config, **options)

    option = click.option(
        "--database",
        metavar="URL",
        help="URL of the database: sqlite:///PATH or postgresql://USER@HOST/NAME. Default: sqlite:///DATA/fahm.db",
    )
    return option(wrapped)  # type: ignore[return-value]


class FormatName(click.ParamType[str]):
    """Parameter type for the name of a format. The registries are slow to import, so only when they are needed."""

    name = "format"

    def __init__(self, names: Callable[[], tuple[str, ...]]) -> None:
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name unchanged, or fail with the list of names."""
        return click.Choice(self._names()).convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return the list of names for ``--help``."""
        return click.Choice(self._names()).get_metavar(param, ctx)


def answer_formats() -> tuple[str, ...]:
    """The formats of recorded answers: those of one file, and the one of a folder."""
    from webapp.interchange.exports import EXPORTERS

    return (*EXPORTERS, PARQUET)


def readable_formats() -> tuple[str, ...]:
    """The formats of texts with their questions that can be read."""
    from webapp.interchange.lesson_formats import FORMATS

    return tuple(name for name, known in FORMATS.items() if known.read)


def writable_formats() -> tuple[str, ...]:
    """The formats of texts with their questions that can be written."""
    from webapp.interchange.lesson_formats import FORMATS

    return tuple(name for name, known in FORMATS.items() if known.write)
