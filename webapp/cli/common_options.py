"""Options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from webapp.config import Config, from_env
from webapp.domain.user_error import UserError

F = TypeVar("F", bound=Callable[..., Any])
PARQUET = "parquet"
"""Format of recorded answers that is a folder of files."""


def with_config(command: F) -> F:
    """Add the options ``--content`` and ``--data`` to a command; their Config is its argument ``config``."""

    @wraps(command)
    def wrapped(content: Path | None, data: Path | None, **options: Any) -> Any:
        try:
            config = from_env()
        except ValueError as error:
            raise UserError(en=str(error), ar="قيمة غير صالحة في متغيرات البيئة", code=2) from error
        config = replace(config, content=content or config.content, data=data or config.data)
        if not config.content.is_dir():
            raise UserError(en=f"folder {config.content} not found (--content)", ar="لا يوجد مجلد بهذا الاسم", code=2)
        return command(config=config, **options)

    for option in (
        click.option("--data", type=click.Path(path_type=Path), help="Folder of the answers. Default: instance/"),
        click.option(
            "--content",
            type=click.Path(path_type=Path),
            help="Folder with seeds/ and questions/. Default: the current folder, else the texts that come with Fahm.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


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
