"""``fahm backup``: a verified copy of the database, made while the server runs."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from webapp.config import DEFAULT_DATA, Config
from webapp.domain.user_error import UserError
from webapp.server.data_folder import KEY_FILE, LAST_BACKUP_FILE, write_private, write_state
from webapp.store import locate_database
from webapp.store.protocols.database import BackupContents, Progress
from webapp.store.protocols.store import StoreUnavailable

DATED_NAME = "fahm-{:%Y%m%dT%H%M%SZ}.db"
DATED_PATTERN = re.compile(r"fahm-\d{8}T\d{6}Z\.db")


@dataclass(frozen=True)
class BackupResult:
    """Result of a backup: the copy and its contents, the copied key if there is one, older copies deleted."""

    path: Path
    contents: BackupContents
    key: Path | None
    removed: tuple[Path, ...]
    simulated: bool
    options: tuple[str, ...] = ()
    """Options with which the backup was made, and which a restore needs again."""

    def spoken(self) -> list[str]:
        """Message for the user: contents of the copy, what it lacks, and how to restore it."""
        contents = self.contents
        counted = f"{contents.tries} attempts by {contents.learners} learners, {contents.size / 1e6:.1f} MB, verified"
        arabic = f"عدد المحاولات {contents.tries}، والمتعلمين {contents.learners}. فُحصت النسخة كلها، وهي سليمة"
        lines = [f"{counted} — {arabic}"]
        if self.simulated:
            lines.append("demo data (fahm demo) — بيانات تجريبية")
        if self.key:
            lines.append(
                f"{self.key.name} beside it keeps devices signed in. Keep both safe — وبجانبها مفتاح ملفات "
                "تعريف الارتباط. احفظهما معًا"
            )
        else:
            lines.append("without the key that signs cookies — دون مفتاح ملفات تعريف الارتباط")
        if self.removed:
            lines.append(f"older copies deleted: {len(self.removed)} — عدد النسخ الأقدم التي حُذفت: {len(self.removed)}")
        command = shlex.join(["fahm", "restore", str(self.path), *self.options])
        how = f"to restore it, stop the server, then run {command}"
        return [*lines, f"{how} — لاستعادتها أوقف الخادم، ثم نفّذ هذا الأمر"]


def back_up(
    config: Config,
    target: Path,
    force: bool = False,
    keep: int | None = None,
    with_key: bool = True,
    watch: Progress | None = None,
) -> BackupResult:
    """Copy the database into the file ``target``, or into the folder ``target`` under a name with the time.

    With ``keep``, the target is a folder, and of its dated copies only the newest ``keep`` are kept: the others are
    deleted after the new one is safe. An existing file is overwritten with ``force`` only. UserError where nothing was
    copied.
    """
    database = locate_database(config.database_url)
    if not database.exists():
        raise UserError(
            en=f"nothing to back up: {database} does not exist", ar="لا يوجد شيء للنسخ: لا توجد قاعدة بيانات هنا بعد"
        )
    path = _target_file(config, target, force, keep is not None)
    try:
        contents = database.back_up(path, watch)
        key = _copy_key(config, path) if with_key else None
        removed = _prune(path.parent, keep) if keep else ()
    except (OSError, StoreUnavailable) as error:
        raise UserError(en=f"backup failed: {error}", ar="تعذر النسخ الاحتياطي") from error
    state = {"at": config.now().isoformat(), "path": str(path.absolute()), "tries": contents.tries}
    write_state(config.data / LAST_BACKUP_FILE, state)
    options = ["--data", str(config.data)] if config.data != DEFAULT_DATA else []
    options += ["--database", config.database] if config.database is not None else []
    return BackupResult(path, contents, key, removed, config.simulated, tuple(options))


def key_file_of(path: Path) -> Path:
    """Path of the key beside a backup."""
    return path.with_name(f"{path.name}.key")


def _target_file(config: Config, target: Path, force: bool, folder: bool) -> Path:
    """Path of the file to write."""
    if folder and target.exists() and not target.is_dir():
        raise UserError(
            en=f"--keep needs a folder, and {target} is a file", ar="يحتاج ‎--keep إلى مجلد، وهذا ملف", code=2
        )
    if folder or target.is_dir():
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(en=f"cannot create {target}: {error.strerror}", ar="تعذر إنشاء المجلد") from error
        target = target / DATED_NAME.format(config.now())
    elif not target.parent.is_dir():
        raise UserError(en=f"folder {target.parent} not found", ar="لا يوجد مجلد بهذا الاسم")
    if locate_database(config.database_url).is_kept_in(target):
        raise UserError(en=f"{target} is the database itself", ar="هذا ملف قاعدة البيانات نفسه", code=2)
    if target.exists() and not force:
        raise UserError(
            en=f"{target} already exists. Use --force to overwrite it.", ar="الملف موجود. للكتابة فوقه استعمل ‎--force."
        )
    return target


def _copy_key(config: Config, path: Path) -> Path | None:
    """Copy the cookie-signing key beside the backup: without it, every device would lose access to its record."""
    source = config.data / KEY_FILE
    if config.secret is not None or not source.is_file():
        return None
    beside = key_file_of(path)
    write_private(beside, source.read_text(encoding="utf-8"))
    return beside


def _prune(folder: Path, keep: int) -> tuple[Path, ...]:
    """Delete all dated copies but the newest; other files of the folder are not touched."""
    dated = sorted(path for path in folder.iterdir() if DATED_PATTERN.fullmatch(path.name))
    old = tuple(dated[:-keep])
    for path in old:
        path.unlink(missing_ok=True)
        key_file_of(path).unlink(missing_ok=True)
    return old
