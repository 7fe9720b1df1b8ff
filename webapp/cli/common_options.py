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


def with_config(command: F) -> F:
    """Add the options ``--content`` and ``--data`` to a command; their Config is its argument ``config``."""

    @wraps(command)
    def wrapped(content: Path | None, data: Path | None, **options: Any) -> Any:
        try:
            config = from_env()
        except ValueError as error:
            raise UserError(en=str(error), ar="قيمةٌ غير صالحة في متغيّرات البيئة", code=2) from error
        config = replace(config, content=content or config.content, data=data or config.data)
        if not config.content.is_dir():
            raise UserError(en=f"there is no folder {config.content} (--content)", ar="لا مجلد بهذا الاسم", code=2)
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

    option = click.option("--database", metavar="URL", help="URL of the database. Default: sqlite:///DATA/fahm.db")
    return option(wrapped)  # type: ignore[return-value]


class ExportFormat(click.ParamType[str]):
    """Parameter type for the name of an export format. The registry is slow to import, so only when it is needed."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name unchanged, or fail with the list of names."""
        return self._choice().convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return the list of names for ``--help``."""
        return self._choice().get_metavar(param, ctx)

    @staticmethod
    def _choice() -> click.Choice[str]:
        from webapp.interchange.exports import EXPORTERS

        return click.Choice(tuple(EXPORTERS))
