"""What the commands share: the two folders that each takes, and how a fault is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from webapp.config import from_env

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
