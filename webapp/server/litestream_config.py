"""``fahm serve --replicate``: Litestream beside the server, which copies each change to a folder or a bucket.

Litestream copies after the commit: what was answered in the last two seconds before a machine dies may be missing.
It checkpoints with an SQLite of its own, and only from 0.5.17 on one without the bug of the write-ahead log.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.server.data_folder import KEY_FILE, write_private
from webapp.store import locate_database
from webapp.store.protocols.database import DatabaseLocation

MIN_LITESTREAM_VERSION = (0, 5, 17)
LITESTREAM_FOLDER = ".{}-litestream"
"""Litestream's own folder beside the database."""
CONFIG_FILE = "litestream.yml"
RETENTION = "24h"
SYNC_INTERVAL = "500ms"
"""Interval of reading the write-ahead log, and of copying its changes to a folder."""
REMOTE_SYNC_INTERVAL = "1s"
"""Interval of sending changes to an address: each request may cost."""
VERSION_TIMEOUT = 20
RESTORE_TIMEOUT = 3600


def litestream_program() -> str:
    """Path of Litestream's program. UserError where it is not installed, or too old to be safe for a database."""
    beside = Path(sys.executable).with_name("litestream")
    program = str(beside) if beside.is_file() else shutil.which("litestream")
    if program is None:
        raise UserError(
            en='Litestream is not installed: pip install "fahm[replicate]" (Linux and macOS)',
            ar='برنامج Litestream غير مثبت: pip install "fahm[replicate]"',
        )
    try:
        said = subprocess.run(
            [program, "version"], capture_output=True, encoding="utf-8", timeout=VERSION_TIMEOUT, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError(en=f"{program} cannot be started: {error}", ar="تعذر تشغيل Litestream") from error
    numbers = re.search(r"(\d+)\.(\d+)\.(\d+)", said)
    if numbers and tuple(map(int, numbers.groups())) < MIN_LITESTREAM_VERSION:
        least = ".".join(map(str, MIN_LITESTREAM_VERSION))
        raise UserError(
            en=f"Litestream {numbers[0]} can damage a database. Install {least} or newer.",
            ar=f"هذا الإصدار من Litestream قد يُتلف القاعدة. ثبّت {least} أو أحدث.",
        )
    return program


def is_remote(place: str) -> bool:
    """Tell whether a replica's place is an address (s3://…, sftp://…) and not a folder."""
    return "://" in place


def redact_credentials(place: str) -> str:
    """A replica's place for display, without a password that may be in it."""
    if not is_remote(place):
        return str(Path(place).absolute())
    parts = urlsplit(place)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def replica_key(place: str) -> Path | None:
    """Path of the copied cookie-signing key in a folder of replicas; None for an address."""
    return None if is_remote(place) else Path(place) / KEY_FILE


def write_config(config: Config, place: str) -> Path:
    """Write Litestream's configuration into the data folder and prepare the place; return the configuration's path."""
    if not is_remote(place):
        folder = Path(place).absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not os.access(folder, os.W_OK):
                raise PermissionError("it is read-only")
            if config.secret is None and (config.data / KEY_FILE).is_file():
                write_private(folder / KEY_FILE, (config.data / KEY_FILE).read_text(encoding="utf-8"))
        except OSError as error:
            raise UserError(en=f"cannot write to {folder}: {error}", ar="تعذرت الكتابة في مجلد النسخة") from error
    path = config.data / CONFIG_FILE
    try:
        write_private(path, config_text(locate_database(config.database_url).replicated_file(), place))
    except OSError as error:
        raise UserError(en=f"cannot write {path}: {error}", ar="تعذرت الكتابة في مجلد البيانات") from error
    return path


def litestream_folder(database: DatabaseLocation) -> Path:
    """Return Litestream's own folder beside a database."""
    file = database.replicated_file()
    return file.with_name(LITESTREAM_FOLDER.format(file.name))


def config_text(database: Path, place: str) -> str:
    """Litestream's configuration for one database and one place. JSON, which is YAML too."""
    replica = {"sync-interval": REMOTE_SYNC_INTERVAL if is_remote(place) else SYNC_INTERVAL}
    replica |= {"url": place} if is_remote(place) else {"type": "file", "path": str(Path(place).absolute())}
    database_config = {
        "path": str(database.absolute()),
        "busy-timeout": "5s",
        "monitor-interval": SYNC_INTERVAL,
        "replica": replica,
    }
    whole = {
        "logging": {"level": "info", "type": "json", "stderr": True},
        "snapshot": {"interval": "12h", "retention": RETENTION},
        "shutdown-sync-timeout": "10s",
        "dbs": [database_config],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def restore_replica(place: str, target: Path) -> None:
    """Write the newest state of a replica into ``target``; the configuration used is left beside it."""
    program, written = litestream_program(), target.with_name(CONFIG_FILE)
    write_private(written, config_text(target, place))
    words = [program, "restore", "-no-expand-env", "-config", str(written), "-o", str(target), str(target.absolute())]
    try:
        done = subprocess.run(words, capture_output=True, encoding="utf-8", errors="replace", timeout=RESTORE_TIMEOUT)
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError(en=f"Litestream stopped: {error}", ar="توقف Litestream") from error
    if done.returncode or not target.is_file():
        lines = (done.stderr + done.stdout).strip().splitlines() or ["no reason given"]
        raise UserError(
            en=f"nothing was restored from {redact_credentials(place)}: {lines[-1]}", ar="لم يُستعد شيء من النسخة"
        )
