"""Requests as browsers send them: readers with cookies and tokens of their own, made with the bench's secret."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from benchmarks.serving import ROOT, SECRET
from webapp.content import Lesson, check_file
from webapp.web.framework import cookie_signing

SLUG = "000_13183dccda9929f6"
MONTH = f"{datetime.now(UTC):%Y-%m}"
"""As the cookie of a reader who was here this month has it: no reply has to renew it."""


def lesson() -> Lesson:
    """The article."""
    found, problems = check_file(ROOT / "questions" / f"{SLUG}.yaml", ROOT)
    assert found, problems
    return found


@cache
def _signers() -> tuple[URLSafeTimedSerializer, URLSafeTimedSerializer]:
    """What signs the cookie, and the token of a form."""
    app = Flask("bench")
    app.secret_key = SECRET
    cookie_signing.init_app(app)
    signer = cookie_signing.Sessions().get_signing_serializer(app)
    assert signer
    return signer, URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token")


class Reader:
    """Somebody with a cookie."""

    def __init__(self, name: str | None = None) -> None:
        raw = secrets.token_hex(20)
        self.id = name or secrets.token_urlsafe(16)
        cookies, tokens = _signers()
        self.cookie = str(cookies.dumps({"reader": self.id, "csrf_token": raw, "_permanent": True, "month": MONTH}))
        self.token = str(tokens.dumps(raw))

    def get(self, path: str, encoding: str = "identity") -> bytes:
        """A page."""
        return _get(path, encoding, f"Cookie: fahm={self.cookie}\r\n")

    def post(self, path: str, fields: dict[str, list[str]]) -> bytes:
        """A form of the reader's, drawn just now."""
        form = f"{secrets.randbelow(1 << 40):x}-{secrets.token_urlsafe(12)}"
        body = urlencode({"csrf_token": self.token, "form": form, **fields}, doseq=True).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: fahm={self.cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def visitor(path: str, encoding: str = "identity") -> bytes:
    """A page, asked for by somebody whom nobody knows."""
    return _get(path, encoding, "")


def _get(path: str, encoding: str, more: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n{more}\r\n".encode()


def answers(count: int) -> Iterator[bytes]:
    """Posts that each become one try: a reader answers every scored question of the first paragraph, then the next."""
    items = [item.question for item in lesson().items_at(1) if not item.question.once]
    ready = [{"check": [question.id], **question.right_fields()} for question in items]
    posts = (
        reader.post(f"/texts/{SLUG}/1", fields) for reader in (Reader() for _ in itertools.count()) for fields in ready
    )
    return itertools.islice(posts, count)
