"""Settings of one running Fahm, frozen. Nothing else in the package reads the environment or the clock."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

PACKAGED_CONTENT = Path(__file__).parent / "packaged"
DEFAULT_DATA = Path("instance")
DEMO_MARKER = "demo.json"
SCHOOLS_FILE = "FAHM_SCHOOLS"
"""Variable that names the file of many schools; the option --schools sets it for workers."""
SOURCE_CONTENT = Path(__file__).parent.parent
TRUE_WORDS, FALSE_WORDS = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_PATH_PART = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")


def utc_now() -> datetime:
    """The current time; the only call that asks the clock."""
    return datetime.now(UTC)


def default_content(current: Path | None = None) -> Path:
    """Find the texts when no folder is given: the current folder, else those that come with the package."""
    current = current or Path.cwd()
    for folder in (current, PACKAGED_CONTENT, SOURCE_CONTENT):
        if (folder / "seeds").is_dir() and (folder / "questions").is_dir():
            return folder
    return current


MIN_SECRET = 32


@dataclass(frozen=True)
class Config:
    """Paths, secret, limits and the clock.

    ``content`` holds ``seeds/`` and ``questions/``; ``data`` holds the secret key, and the database unless its address
    ``database`` says otherwise.
    ``secret`` signs cookies; None: a key kept in ``data`` (see :func:`webapp.secret_key.read_or_create`).
    ``secure_cookies`` is for a server behind TLS, ``proxies`` counts the proxies in front that are trusted for the
    reader's address and scheme, ``prefix`` is the path under which they publish Fahm ("/fahm"; empty: the whole host).
    ``hosts`` are the names under which Fahm is reached, without ports (empty: any name is taken).
    ``timezone`` is the school's, in which times are shown (None: the machine's own).
    ``second_step`` requires two-factor sign-in (TOTP) of every teacher.
    ``keep_days`` is the retention: `fahm tidy` deletes learners inactive for so many days; 0 keeps everybody.
    ``web_editing`` lets admins change question files at the desk; off, files are changed by other programs alone.
    ``make_data`` allows to create a missing database; off in the workers of `fahm serve`, which has created it.
    Rate limits within ``code_window_seconds``: ``code_failures`` of an account or a device, ``address_failures`` of a
    network (which a whole school may share), ``record_code_failures`` of a network with different record codes.
    ``min_free_bytes`` of disk are left to classes and teachers: with less, readers in no class can record nothing.
    Limits: ``max_form_bytes`` and (where a form holds a whole text or file) ``max_upload_bytes`` in bytes,
    ``max_answer`` in characters. ``watch_seconds`` is the interval at which the
    content files are checked for changes (0: never).
    """

    content: Path
    data: Path
    secret: str | None = None
    school: str = "default"
    secure_cookies: bool = False
    proxies: int = 0
    prefix: str = ""
    hosts: frozenset[str] = frozenset()
    second_step: bool = False
    keep_days: int = 0
    web_editing: bool = True
    make_data: bool = True
    timezone: tzinfo | None = None
    max_form_bytes: int = 256 * 1024
    max_upload_bytes: int = 2 * 1024 * 1024 + 64 * 1024
    max_answer: int = 4000
    watch_seconds: float = 1.0
    code_failures: int = 10
    address_failures: int = 100
    record_code_failures: int = 1000
    code_window_seconds: int = 15 * 60
    min_free_bytes: int = 256 * 1024 * 1024
    database: str | None = None
    now: Callable[[], datetime] = field(default=utc_now)

    @property
    def database_url(self) -> str:
        """The address of the database with all records; only the store reads it."""
        path = os.fsencode((self.data / "fahm.db").as_posix())
        return self.database or f"sqlite:///{quote(path, safe='/:')}"

    def cookie(self, name: str) -> str:
        """Name a cookie; behind TLS, with the prefix that makes browsers enforce its attributes.

        ``__Host-`` demands the whole host as its path; under a path of its own, Fahm may only say ``__Secure-``.
        """
        if not self.secure_cookies:
            return name
        return f"__Secure-{name}" if self.prefix else f"__Host-{name}"

    @property
    def cookie_path(self) -> str:
        """The path that cookies are valid for."""
        return self.prefix or "/"

    @property
    def simulated(self) -> bool:
        """The data folder was made by ``fahm demo``, with simulated learners only."""
        return self.database is None and (self.data / DEMO_MARKER).exists()


def from_env(environ: Mapping[str, str] | None = None) -> Config:
    """Build a Config from ``FAHM_*`` variables; the command line sets the same ones for its workers."""
    env = os.environ if environ is None else environ
    return Config(
        content=Path(env["FAHM_CONTENT"]) if env.get("FAHM_CONTENT") else default_content(),
        data=Path(env["FAHM_DATA"]) if env.get("FAHM_DATA") else DEFAULT_DATA,
        secret=_secret(env.get("FAHM_SECRET", "")),
        database=env.get("FAHM_DATABASE") or None,
        school=env.get("FAHM_SCHOOL") or "default",
        secure_cookies=_switch(env, "FAHM_HTTPS"),
        proxies=_whole_number(env, "FAHM_PROXIES"),
        prefix=path_prefix(env.get("FAHM_PREFIX", "")),
        hosts=_hosts(env.get("FAHM_HOSTS", "")),
        second_step=_switch(env, "FAHM_SECOND_STEP"),
        keep_days=_whole_number(env, "FAHM_KEEP_DAYS"),
        web_editing=_switch(env, "FAHM_WEB_EDITING", default=True),
        make_data=_switch(env, "FAHM_MAKE_DATA", default=True),
        timezone=time_zone(env.get("FAHM_TIMEZONE", "")),
    )


def _secret(typed: str) -> str | None:
    """The key that signs cookies, None where it is kept in the data folder; ValueError for one that can be guessed."""
    if 0 < len(typed) < MIN_SECRET:
        raise ValueError(f"FAHM_SECRET: at least {MIN_SECRET} characters — {MIN_SECRET} محرفًا على الأقل")
    return typed or None


def schools_file(environ: Mapping[str, str] | None = None) -> Path | None:
    """The file of many schools that the environment names."""
    named = (os.environ if environ is None else environ).get(SCHOOLS_FILE)
    return Path(named) if named else None


def path_prefix(typed: str) -> str:
    """Normalize a path prefix: ``"fahm/"``, ``"/fahm"`` → ``"/fahm"``, empty for the whole host; else ValueError."""
    parts = [part for part in typed.strip().split("/") if part]
    if not all(_PATH_PART.fullmatch(part) for part in parts):
        raise ValueError(f"FAHM_PREFIX: {typed!r} is not a plain path such as /fahm")
    return "".join(f"/{part}" for part in parts)


def time_zone(typed: str) -> tzinfo | None:
    """Look up a time zone by name (``"Asia/Amman"``); empty → None: the machine's own. ValueError if unknown."""
    name = typed.strip()
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        raise ValueError(f"FAHM_TIMEZONE: {typed!r} is no time zone such as Asia/Amman") from None


def _hosts(typed: str) -> frozenset[str]:
    names = typed.replace(",", " ").lower().split()
    for name in names:
        if not _HOST_NAME.fullmatch(name):
            raise ValueError(f"FAHM_HOSTS: {name!r} is no plain name such as fahm.example.org")
    return frozenset(names)


def _switch(env: Mapping[str, str], name: str, default: bool = False) -> bool:
    typed = env.get(name, "").strip().lower()
    if typed and typed not in TRUE_WORDS | FALSE_WORDS:
        raise ValueError(f"{name}: {env[name]!r} is neither on nor off; write 1 or 0")
    return typed in TRUE_WORDS if typed else default


def _whole_number(env: Mapping[str, str], name: str) -> int:
    typed = env.get(name, "").strip() or "0"
    if not (typed.isascii() and typed.isdigit()):
        raise ValueError(f"{name}: {typed!r} is not a whole number")
    return int(typed)
