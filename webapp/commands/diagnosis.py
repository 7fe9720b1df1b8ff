"""``fahm doctor``: what this installation is made of, and whether it is sound."""

from __future__ import annotations

import os
from dataclasses import dataclass

from webapp.config import Config
from webapp.content import Library
from webapp.store import StoreUnavailable, open_store

SOUND_SQLITE = (3, 51, 3)
"""Earlier versions can corrupt a write-ahead log when it is reset."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    ok: bool
    what: str
    said: str


def diagnose(config: Config) -> list[Finding]:
    """Look at folders, question files and the database; nothing is changed but a missing database is made."""
    shelf = Library(config.content).shelf
    findings = [
        Finding(bool(shelf.lessons), "texts | النصوص", f"{len(shelf.lessons)} in {config.content}"),
        Finding(not shelf.problems, "question files | ملفات الأسئلة", f"{len(shelf.problems)} problem(s): fahm check"),
    ]
    existing = config.data if config.data.exists() else config.data.resolve().parent
    writable = os.access(existing, os.W_OK)
    said = f"{config.data}{'' if writable else ' (read-only)'}"
    findings.append(Finding(writable, "data folder | مجلد البيانات", said))
    return findings + (_database(config) if writable else [])


def _database(config: Config) -> list[Finding]:
    try:
        store = open_store(config.database, config.now)
    except (StoreUnavailable, OSError) as error:
        return [Finding(False, "database | قاعدة البيانات", str(error))]
    try:
        found = store.check()
    except StoreUnavailable as error:
        return [Finding(False, "database | قاعدة البيانات", str(error))]
    finally:
        store.close()
    version = str(found["sqlite_version"])
    sound = tuple(int(part) for part in version.split(".")) >= SOUND_SQLITE
    whole = str(found["quick_check"]) == "ok"
    return [
        Finding(sound, "SQLite", version if sound else f"{version}: install pysqlite3 (3.51.3 or newer is needed)"),
        Finding(whole, "database | قاعدة البيانات", f"{config.database}: {found['quick_check']}"),
        Finding(True, "records | السجلّات", ", ".join(f"{name} {count}" for name, count in found["counts"].items())),
    ]
