"""``fahm restore``: replace the database by a backup or a replica; the old one is kept under a dated name."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from webapp.cli.records.backup import key_file_of
from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.private_files import make_private_folder
from webapp.server.data_folder import KEY_FILE, SERVING_LOCK, try_lock, write_private
from webapp.server.litestream_config import litestream_folder, replica_key, restore_replica
from webapp.store import locate_database
from webapp.store.protocols.database import BackupContents, DamagedBackup, DatabaseInUse, DatabaseLocation, Restoration
from webapp.store.protocols.store import NewerDatabase, StoreUnavailable

TIME_IN_NAME = "{:%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True)
class RestoreResult:
    """Result of a restore: the new contents, where the old database and key are, and if a key came along."""

    contents: BackupContents
    aside: Path | None
    key: bool
    key_aside: Path | None

    def spoken(self) -> list[str]:
        """Message for the user."""
        contents = self.contents
        latest = f", the last at {contents.latest[:19]} (UTC)" if contents.latest else ""
        counted = f"restored: {contents.tries} attempts by {contents.learners} learners{latest}"
        lines = [f"{counted} — استُعيدت القاعدة: عدد المحاولات {contents.tries}، والمتعلمين {contents.learners}"]
        if self.aside:
            lines.append(f"the previous database was saved as {self.aside} — حُفظت القاعدة السابقة في هذا الملف")
        if self.key_aside:
            lines.append(f"the previous key was saved as {self.key_aside} — وحُفظ المفتاح السابق في هذا الملف")
        if not self.key:
            said = "the backup has no key. If secret.key has changed since, devices will need their record codes again"
            lines.append(f"{said} — ليس مع النسخة مفتاح ملفات تعريف الارتباط")
        return [*lines, "now start the server: fahm serve — شغّل الخادم الآن"]


def restore(config: Config, file: Path | None, replica: str | None) -> RestoreResult:
    """Replace the database of ``config`` by the backup ``file``, or by the newest state of ``replica``.

    The new database is copied and verified first. UserError where it is not sound or too new, where a server or another
    process has the database open, or where the folder is a demo's.
    """
    if config.simulated:
        raise UserError(
            en=f"{config.data} contains demo data. Choose another folder with --data.",
            ar="في هذا المجلد بيانات تجريبية. اختر مجلدًا آخر بالخيار ‎--data.",
            code=2,
        )
    if file is not None and not file.is_file():
        raise UserError(en=f"file {file} not found", ar="لا يوجد ملف بهذا الاسم", code=2)
    try:
        make_private_folder(config.data)
        lock = try_lock(config.data / SERVING_LOCK)
        if lock is None:
            raise _in_use(config)
        try:
            return _replace_database(config, locate_database(config.database_url), file, replica)
        finally:
            os.close(lock)
    except NewerDatabase as error:
        raise UserError(en=error.en, ar=error.ar) from error
    except DatabaseInUse as error:
        raise _in_use(config) from error
    except DamagedBackup as error:
        arabic = "الملف تالف أو ليس قاعدة بيانات لفَهْم. لم يُستعد شيء"
        raise UserError(en=f"nothing was restored: {error}", ar=arabic) from error
    except (OSError, StoreUnavailable) as error:
        raise UserError(en=f"nothing was restored: {error}", ar="تعذرت الاستعادة") from error


def _replace_database(
    config: Config, database: DatabaseLocation, file: Path | None, replica: str | None
) -> RestoreResult:
    with database.restoration() as restoration:
        if file is not None:
            restoration.copy(file)
            key: Path | None = key_file_of(file)
        else:
            restore_replica(str(replica), restoration.file)
            key = replica_key(str(replica))
        contents = restoration.prepare(config.now)
        stamp = TIME_IN_NAME.format(config.now())
        aside = _set_aside(restoration, stamp)
    # The replicator's state is of the old database.
    shutil.rmtree(litestream_folder(database), ignore_errors=True)
    came, key_aside = _put_key(config, key, stamp)
    return RestoreResult(contents, aside, came, key_aside)


def _set_aside(restoration: Restoration, stamp: str) -> Path | None:
    try:
        return restoration.put(stamp)
    except FileExistsError as error:
        raise UserError(
            en=f"{error.filename} already exists. Try again in a second.", ar="الملف موجود. أعد المحاولة بعد ثانية."
        ) from error


def _put_key(config: Config, key: Path | None, stamp: str) -> tuple[bool, Path | None]:
    """Restore the key that signs cookies; return whether there was one, and the path where the old key is kept."""
    if config.secret is not None or key is None or not key.is_file():
        return config.secret is not None, None
    words, mine = key.read_text(encoding="utf-8"), config.data / KEY_FILE
    aside = None
    if mine.exists() and mine.read_text(encoding="utf-8").strip() != words.strip():
        aside = mine.with_name(f"secret-before-{stamp}.key")
        os.replace(mine, aside)
    write_private(mine, words)
    owner = config.data.stat()
    if sys.platform != "win32":
        with suppress(PermissionError):
            os.chown(mine, owner.st_uid, owner.st_gid)
    return True, aside


def _in_use(config: Config) -> UserError:
    return UserError(
        en=f"{locate_database(config.database_url)} is in use. Stop the server and any running fahm command first.",
        ar="قاعدة البيانات مستعملة الآن. أوقف الخادم أولًا، وكل أمر يعمل عليها.",
    )
