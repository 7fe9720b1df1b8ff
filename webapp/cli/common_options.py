"""What the commands share: the two folders that each takes, and how a fault is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from webapp.config import Config, from_env
from webapp.domain.user_error import UserError

F = TypeVar("F", bound=Callable[..., Any])


def fail(*, en: str, ar: str, code: int = 1) -> NoReturn:
    """Say what went wrong, in both languages on one line, and stop."""
    click.echo(f"fahm: {en} — {ar}", err=True)
    raise SystemExit(code)


def places(command: F) -> F:
    """The two folders that every command takes; handed on as ``config``."""

    @wraps(command)
    def with_config(content: Path | None, data: Path | None, **rest: Any) -> Any:
        try:
            config = from_env()
        except ValueError as error:
            fail(en=str(error), ar="قيمةٌ غير صالحة في متغيّرات البيئة", code=2)
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


def with_database(command: F) -> F:
    """Give a command that reaches the record the option ``--database``; below the decorator that makes ``config``."""

    @wraps(command)
    def wrapped(config: Config, database: str | None, **options: Any) -> Any:
        from webapp.store import locate_database

        config = replace(config, database=database or config.database)
        try:
            locate_database(config.database_url)
        except UserError as error:
            fail(en=error.en, ar=error.ar, code=error.code)
        return command(config=config, **options)

    option = click.option(
        "--database", metavar="URL", help="The address of the database. Default: sqlite:///DATA/fahm.db"
    )
    return option(wrapped)  # type: ignore[return-value]
