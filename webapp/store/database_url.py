"""Addresses of databases: ``sqlite:///instance/fahm.db`` from here, ``sqlite:////srv/fahm.db`` from the root."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from webapp.domain.user_error import UserError

SQLITE = "sqlite"


def engine_of(url: str) -> str:
    """Return the engine that an address names. UserError where there is none of that name."""
    engine, separator, _ = url.partition("://")
    if engine != SQLITE or not separator:
        raise UserError(
            en=f"no database engine for {engine if separator else url!r}: the address is sqlite:///PATH",
            ar="لا محرّك لقاعدة بيانات بهذا العنوان؛ يُكتب هكذا: sqlite:///PATH",
            code=2,
        )
    return engine


def sqlite_path(url: str) -> Path:
    """Return the file that an address of SQLite names. UserError where it names none."""
    engine_of(url)
    host, separator, path = url.partition("://")[2].partition("/")
    if host or not separator or not path:
        raise UserError(
            en="the address of a database names its file: sqlite:///PATH",
            ar="يسمّي عنوانُ قاعدة البيانات ملفَّها: sqlite:///PATH",
            code=2,
        )
    return Path(os.fsdecode(unquote_to_bytes(path)))


def sqlite_url(path: Path) -> str:
    """Return the address of a file."""
    return f"{SQLITE}:///{quote(os.fsencode(path.as_posix()), safe='/:')}"
