"""``fahm doctor``: the parts of this installation, and the faults in them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from webapp.config import Config
from webapp.content import Library
from webapp.private_files import open_to_others
from webapp.server.data_folder import (
    LAST_BACKUP_FILE,
    REPLICA_STATE_FILE,
    REPLICATION_LOCK,
    is_served,
    kept_files,
    read_state,
    try_lock,
)
from webapp.store import locate_database, open_store, sqlite_version
from webapp.store.protocols.store import StoreUnavailable

SOUND_SQLITE = (3, 51, 3)
"""Earlier versions can corrupt a write-ahead log when it is reset."""


@dataclass(frozen=True)
class Finding:
    """One item of the diagnosis."""

    ok: bool
    what: str
    said: str


def diagnose(config: Config) -> list[Finding]:
    """Examine folders, question files and the database; nothing is created."""
    shelf = Library(config.content).snapshot
    findings = [
        Finding(bool(shelf.lessons), "texts | النصوص", f"{len(shelf.lessons)} in {config.content}"),
        Finding(not shelf.problems, "question files | ملفات الأسئلة", f"{len(shelf.problems)} problem(s): fahm check"),
    ]
    existing = config.data if config.data.exists() else config.data.resolve().parent
    writable = os.access(existing, os.W_OK)
    said = f"{config.data}{'' if writable else ' (read-only)'}"
    findings.append(Finding(writable, "data folder | مجلد البيانات", said))
    findings.append(_rights(config))
    return [*findings, _sqlite(), *(_database(config) if writable else []), _backup(config), *_replica(config)]


def _rights(config: Config) -> Finding:
    """Which of the files hold names and codes, and can be read by others than their owner."""
    name, exposed = "rights | الصلاحيات", open_to_others(kept_files(config))
    if not exposed:
        return Finding(True, name, "readable by their owner only")
    listed = ", ".join(path.name for path in exposed[:3]) + (" …" if len(exposed) > 3 else "")
    return Finding(False, name, f"others can read {listed}. The next start of fahm serve fixes this (or chmod go=)")


def _sqlite() -> Finding:
    version = sqlite_version()
    sound = tuple(int(part) for part in version.split(".")) >= SOUND_SQLITE
    return Finding(sound, "SQLite", version if sound else f"{version}: install pysqlite3 (3.51.3 or newer is needed)")


def _database(config: Config) -> list[Finding]:
    name = "database | قاعدة البيانات"
    database = locate_database(config.database_url)
    if not database.exists():
        # The key that was made with it is still here: then it is lost, and an empty one would hide that.
        lost = (config.data / "secret.key").exists()
        said = "is missing. Restore it" if lost else "does not exist yet. `fahm serve` creates an empty one"
        return [Finding(not lost, name, f"{database} {said}")]
    try:
        store = open_store(config.database_url, config.now)
    except (StoreUnavailable, OSError) as error:
        return [Finding(False, name, str(error))]
    try:
        store.ready()
        checks = store.check()
    except StoreUnavailable as error:
        return [Finding(False, name, str(error))]
    finally:
        store.close()
    whole = str(checks["quick_check"]) == "ok"
    server = [Finding(True, "PostgreSQL", checks["postgres_version"])] if "postgres_version" in checks else []
    return [
        *server,
        Finding(whole, name, f"{database}: {checks['quick_check']}"),
        Finding(True, "records | السجلات", ", ".join(f"{name} {count}" for name, count in checks["counts"].items())),
    ]


def _backup(config: Config) -> Finding:
    name = "last backup | آخر نسخة احتياطية"
    last = read_state(config.data / LAST_BACKUP_FILE)
    if last is None:
        return Finding(True, name, "none yet. Run fahm backup DIR --keep 14 every night")
    return Finding(True, name, f"{str(last.get('at'))[:16]} (UTC), {last.get('tries')} tries: {last.get('path')}")


def _replica(config: Config) -> list[Finding]:
    """State of replication, if this folder was ever served with it."""
    state = read_state(config.data / REPLICA_STATE_FILE)
    if state is None:
        return []
    name, place = "replica | النسخة الجارية", state.get("place")
    if not is_served(config):
        return [Finding(True, name, f"{place}: no server is running, so nothing is replicated")]
    how, error = str(state.get("state")), str(state.get("error", ""))
    said = f"{place}: {how} since {str(state.get('at'))[:19]} (UTC)" + (f": {error}" if error else "")
    # The state file may be of an earlier server, where another one now runs without replication.
    lock = try_lock(config.data / REPLICATION_LOCK)
    if lock is not None:
        os.close(lock)
    return [
        Finding(
            how == "running" and lock is None, name, said if lock is None else f"{place}: nothing is being replicated"
        )
    ]
