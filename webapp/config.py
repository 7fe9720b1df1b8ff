"""The settings of one running Fahm, frozen. Nothing else in the package reads the environment or the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

PACKAGED_CONTENT = Path(__file__).parent / "packaged"
SOURCE_CONTENT = Path(__file__).parent.parent


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
    ``secret`` signs cookies; None means: keep one in ``data`` (see :func:`webapp.secret.read_or_make`).
    ``secure_cookies`` is for a server behind TLS. Limits: ``max_form_bytes`` in bytes, ``max_answer`` in
    characters, ``watch_seconds`` between two looks at the content files (0: never look).
    """

    content: Path
    data: Path
    secret: str | None = None
    school: str = "default"
    secure_cookies: bool = False
    max_form_bytes: int = 256 * 1024
    max_answer: int = 4000
    watch_seconds: float = 1.0
    code_failures: int = 10
    code_window_seconds: int = 15 * 60
    now: Callable[[], datetime] = field(default=utc_now)

    @property
    def database(self) -> Path:
        """The SQLite file with every answer."""
        return self.data / "fahm.db"


def from_env(environ: Mapping[str, str] | None = None) -> Config:
    """Build a Config from ``FAHM_*`` variables; the command line sets the same ones for its workers."""
    env = os.environ if environ is None else environ
    return Config(
        content=Path(env["FAHM_CONTENT"]) if env.get("FAHM_CONTENT") else default_content(),
        data=Path(env.get("FAHM_DATA") or "instance"),
        secret=env.get("FAHM_SECRET") or None,
        school=env.get("FAHM_SCHOOL") or "default",
        secure_cookies=env.get("FAHM_HTTPS", "") in {"1", "true", "yes"},
    )
