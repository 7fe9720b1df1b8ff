"""The settings of one running Fahm, frozen. Nothing else in the package reads the environment or the clock."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

PACKAGED_CONTENT = Path(__file__).parent / "packaged"
DEMO_MARKER = "demo.json"
SOURCE_CONTENT = Path(__file__).parent.parent
TRUE_WORDS = {"1", "true", "yes"}
_PATH_PART = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")


def utc_now() -> datetime:
    """The one place that asks what time it is."""
    return datetime.now(UTC)


def default_content(here: Path | None = None) -> Path:
    """Where the texts are when nobody says: the current folder, else those that come with the package."""
    here = here or Path.cwd()
    for folder in (here, PACKAGED_CONTENT, SOURCE_CONTENT):
        if (folder / "seeds").is_dir() and (folder / "questions").is_dir():
            return folder
    return here


@dataclass(frozen=True)
class Config:
    """Paths, secret, limits and the clock.

    ``content`` holds ``seeds/`` and ``questions/``; ``data`` holds the database and the secret key.
    ``secret`` signs cookies; None means: keep one in ``data`` (see :func:`webapp.secret_key.read_or_create`).
    ``secure_cookies`` is for a server behind TLS, ``proxies`` counts the proxies in front whose word is taken for the
    reader's address and scheme, ``prefix`` is the path under which they show Fahm ("/fahm"; empty: the whole host).
    ``timezone`` is the school's, in which people read times (None: the machine's own).
    ``second_step``: whether every teacher's desk stays shut until signing in asks for an app's code as well.
    ``keep_days``: `fahm tidy` deletes learners who were not seen for so long; 0 keeps everybody.
    ``make_data``: whether a missing database may be made; not by the workers of `fahm serve`, which has made it.
    ``code_failures`` and ``address_failures`` within ``code_window_seconds``: after so many an account, or a whole
    address (behind which a school may be), has to wait.
    Limits: ``max_form_bytes`` in bytes, ``max_answer`` in characters, ``watch_seconds`` between two looks at the
    content files (0: never look).
    """

    content: Path
    data: Path
    secret: str | None = None
    school: str = "default"
    secure_cookies: bool = False
    proxies: int = 0
    prefix: str = ""
    second_step: bool = False
    keep_days: int = 0
    make_data: bool = True
    timezone: tzinfo | None = None
    max_form_bytes: int = 256 * 1024
    max_answer: int = 4000
    watch_seconds: float = 1.0
    code_failures: int = 10
    address_failures: int = 100
    code_window_seconds: int = 15 * 60
    now: Callable[[], datetime] = field(default=utc_now)

    @property
    def database(self) -> Path:
        """The SQLite file with every answer."""
        return self.data / "fahm.db"

    @property
    def kept(self) -> Path:
        """The folder for what was compiled of the content files; it may be deleted at any time."""
        return self.data / "kept"

    def cookie(self, name: str) -> str:
        """What a cookie is called: behind TLS, with the prefix by which browsers hold its attributes to be fixed.

        ``__Host-`` demands the whole host as its path; under a path of its own, Fahm may only say ``__Secure-``.
        """
        if not self.secure_cookies:
            return name
        return f"__Secure-{name}" if self.prefix else f"__Host-{name}"

    @property
    def cookie_path(self) -> str:
        """For which paths the cookies are."""
        return self.prefix or "/"

    @property
    def simulated(self) -> bool:
        """Whether the data folder is one of ``fahm demo``: nobody's answers are in it."""
        return (self.data / DEMO_MARKER).exists()


def from_env(environ: Mapping[str, str] | None = None) -> Config:
    """Build a Config from ``FAHM_*`` variables; the command line sets the same ones for its workers."""
    env = os.environ if environ is None else environ
    return Config(
        content=Path(env["FAHM_CONTENT"]) if env.get("FAHM_CONTENT") else default_content(),
        data=Path(env.get("FAHM_DATA") or "instance"),
        secret=env.get("FAHM_SECRET") or None,
        school=env.get("FAHM_SCHOOL") or "default",
        secure_cookies=env.get("FAHM_HTTPS", "") in TRUE_WORDS,
        proxies=_whole_number(env, "FAHM_PROXIES"),
        prefix=path_prefix(env.get("FAHM_PREFIX", "")),
        second_step=env.get("FAHM_SECOND_STEP", "") in TRUE_WORDS,
        keep_days=_whole_number(env, "FAHM_KEEP_DAYS"),
        make_data=env.get("FAHM_MAKE_DATA", "") != "no",
        timezone=time_zone(env.get("FAHM_TIMEZONE", "")),
    )


def path_prefix(typed: str) -> str:
    """``"fahm/"``, ``"/fahm"`` → ``"/fahm"``; empty for the whole host. ValueError for what no plain path is."""
    parts = [part for part in typed.strip().split("/") if part]
    if not all(_PATH_PART.fullmatch(part) for part in parts):
        raise ValueError(f"FAHM_PREFIX: {typed!r} is not a plain path such as /fahm")
    return "".join(f"/{part}" for part in parts)


def time_zone(typed: str) -> tzinfo | None:
    """``"Asia/Amman"`` → that zone, empty → None: the machine's own. ValueError for what no zone is called."""
    name = typed.strip()
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        raise ValueError(f"FAHM_TIMEZONE: {typed!r} is no time zone such as Asia/Amman") from None


def _whole_number(env: Mapping[str, str], name: str) -> int:
    typed = env.get(name, "").strip() or "0"
    if not (typed.isascii() and typed.isdigit()):
        raise ValueError(f"{name}: {typed!r} is not a whole number")
    return int(typed)
