"""Database URLs: ``sqlite:///instance/fahm.db`` (relative), ``sqlite:////srv/fahm.db`` (absolute), and those of
PostgreSQL as its own programs take them: ``postgresql://USER@HOST/DATABASE``."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from webapp.domain.user_error import UserError

SQLITE, POSTGRES = "sqlite", "postgresql"
_ENGINES = {SQLITE: SQLITE, POSTGRES: POSTGRES, "postgres": POSTGRES}


def engine_of(url: str) -> str:
    """Return the name of a database URL's engine. UserError where there is none of that name."""
    engine, separator, _ = url.partition("://")
    if engine not in _ENGINES or not separator:
        raise UserError(
            en=f"no database engine for {engine if separator else 'this address'}. Use sqlite:///PATH or "
            "postgresql://USER@HOST/DATABASE.",
            ar="لا يوجد محرك قاعدة بيانات لهذا العنوان. اكتبه هكذا: sqlite:///PATH أو postgresql://USER@HOST/DATABASE",
            code=2,
        )
    if _ENGINES[engine] == POSTGRES and not _can_be_read(url):
        raise UserError(
            en="the database address cannot be read. In a password write @ as %40, % as %25, / as %2F",
            ar="لا يمكن قراءة عنوان قاعدة البيانات. اكتب في كلمة السر %40 بدل @ و%25 بدل % و%2F بدل /",
            code=2,
        )
    return _ENGINES[engine]


def _can_be_read(url: str) -> bool:
    """Tell whether an address has no slip that its driver would name together with the password."""
    try:
        address = urlsplit(url).netloc
    except ValueError:
        return False
    return address.count("@") < 2 and not re.search("%(?![0-9A-Fa-f]{2})", url)


def sqlite_path(url: str) -> Path:
    """Return the file of an SQLite URL. UserError where it names none."""
    host, separator, path = url.partition("://")[2].partition("/")
    if host or not separator or not path:
        raise UserError(
            en="the database address must name its file: sqlite:///PATH",
            ar="يجب أن يذكر عنوان قاعدة البيانات ملفها: sqlite:///PATH",
            code=2,
        )
    return Path(os.fsdecode(unquote_to_bytes(path)))


def sqlite_url(path: Path) -> str:
    """Return the URL of an SQLite file."""
    return f"{SQLITE}:///{quote(os.fsencode(path.as_posix()), safe='/:')}"


def without_password(url: str) -> str:
    """The address of a PostgreSQL database for people: its user, hosts and name."""
    parts = urlsplit(url)
    user, at, hosts = parts.netloc.rpartition("@")
    return f"{parts.scheme}://{user.partition(':')[0]}{at}{hosts}{parts.path}"
