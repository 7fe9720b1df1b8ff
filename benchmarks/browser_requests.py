"""Requests as browsers send them, from readers whose cookies and tokens are signed with the benchmark's secret."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from benchmarks.server_process import ROOT, SECRET
from webapp.content import Lesson, check_file
from webapp.web.framework.http import cookie_signing

SLUG = "000_13183dccda9929f6"
MONTH = f"{datetime.now(UTC):%Y-%m}"
"""Month in the cookie of a reader seen this month, so that no reply renews it."""


def lesson() -> Lesson:
    """The article's lesson."""
    compiled, problems = check_file(ROOT / "questions" / f"{SLUG}.yaml", ROOT)
    assert compiled, problems
    return compiled


@cache
def _signers() -> tuple[URLSafeTimedSerializer, URLSafeTimedSerializer]:
    """Signers of the session cookie and of the CSRF token."""
    app = Flask("bench")
    app.secret_key = SECRET
    cookie_signing.init_app(app)
    signer = cookie_signing.Sessions().get_signing_serializer(app)
    assert signer
    return signer, URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token")


class Reader:
    """A reader with a session cookie."""

    def __init__(self, name: str | None = None) -> None:
        raw = secrets.token_hex(20)
        self.id = name or secrets.token_urlsafe(16)
        cookies, tokens = _signers()
        self.cookie = str(cookies.dumps({"reader": self.id, "csrf_token": raw, "_permanent": True, "month": MONTH}))
        self.token = str(tokens.dumps(raw))

    def get(self, path: str, encoding: str = "identity") -> bytes:
        """Request of a page."""
        return _get(path, encoding, f"Cookie: fahm={self.cookie}\r\n{home_address(self.id)}")

    def post(self, path: str, fields: dict[str, list[str]]) -> bytes:
        """Request that posts a form, as if loaded just now."""
        form = f"{secrets.randbelow(1 << 40):x}-{secrets.token_urlsafe(12)}"
        body = urlencode({"csrf_token": self.token, "form": form, **fields}, doseq=True).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: fahm={self.cookie}\r\n{home_address(self.id)}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def home_address(reader: str) -> str:
    """Header field by which a proxy tells the reader's address: each has another, and so its own limits."""
    first, second, third, *_ = hashlib.sha256(reader.encode()).digest()
    return f"X-Forwarded-For: 10.{first}.{second}.{third}\r\n"


def visitor_get(path: str, encoding: str = "identity") -> bytes:
    """Request of a page without a cookie."""
    return _get(path, encoding, "")


def _get(path: str, encoding: str, headers: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n{headers}\r\n".encode()


def answer_posts(count: int) -> Iterator[bytes]:
    """Posts that each make one attempt: each reader answers every scored question of the first paragraph."""
    items = [item.question for item in lesson().items_at(1) if not item.question.once]
    ready = [{"check": [question.id], **question.right_fields()} for question in items]
    posts = (
        reader.post(f"/texts/{SLUG}/1", fields) for reader in (Reader() for _ in itertools.count()) for fields in ready
    )
    return itertools.islice(posts, count)
