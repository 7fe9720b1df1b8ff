"""Signed tokens: only ours, only for what they were made for, not for ever; and what is never asked of the machine."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from conftest import ROOT, SLUG, Desk, Learner
from source_code import nodes_of, source_of
from webapp.web.framework.error_pages import SECRETS
from webapp.web.offline.sync import SCRIPT

FIRST = f"/texts/{SLUG}/1"
YEARS = 2 * 365 * 24 * 3600
PYTHON = sorted((ROOT / "webapp").rglob("*.py"))


class Old(TimestampSigner):
    """Signs as of two years ago."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - YEARS


def signed(app: Flask, session: dict[str, object], secret: str = "", **how: object) -> str:
    """A session cookie, made as Flask makes its own but for what ``how`` says."""
    flasks = SecureCookieSessionInterface
    usual = {
        "salt": flasks.salt,
        "serializer": flasks.serializer,
        "signer_kwargs": {"key_derivation": flasks.key_derivation, "digest_method": hashlib.sha256},
    }
    return str(URLSafeTimedSerializer(secret or app.secret_key, **(usual | how)).dumps(session))


def reader_with(app: Flask, cookie: str) -> str:
    """The record token on the page that somebody with this cookie gets: it names the reader."""
    client = app.test_client()
    client.set_cookie("fahm", cookie)
    found = re.search(r'data-record="([^"]+)"', client.get(FIRST).get_data(as_text=True))
    assert found
    return str(URLSafeSerializer(app.secret_key, salt="fahm record default").loads(found[1]))


READER = {"reader": "layla-layla-layla-layla", "_permanent": True}


def test_a_cookie_of_ours_is_read(app: Flask) -> None:
    assert reader_with(app, signed(app, READER)) == READER["reader"]


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "of somebody else"},
        {"signer_kwargs": {"key_derivation": "hmac", "digest_method": hashlib.md5}},
        {"signer_kwargs": {"key_derivation": "none", "digest_method": hashlib.sha256}},
        {"salt": "wtf-csrf-token"},
        {"signer": Old},
    ],
    ids=["another key", "another digest", "another derivation", "another purpose", "two years old"],
)
def test_any_other_cookie_makes_a_new_reader(app: Flask, how: dict[str, object]) -> None:
    assert reader_with(app, signed(app, READER, **how)) != READER["reader"]


def test_what_an_earlier_fahm_signed_is_read_and_signed_anew(app: Flask) -> None:
    old = {"signer_kwargs": {"key_derivation": "hmac", "digest_method": hashlib.sha1}}
    assert reader_with(app, signed(app, READER, **old)) == READER["reader"]
    client = app.test_client()
    client.set_cookie("fahm", signed(app, READER, **old))
    client.get(FIRST)  # the month is written into it
    found = client.get_cookie("fahm")
    assert found
    Signer(app.secret_key, salt="cookie-session", key_derivation="hmac", digest_method=hashlib.sha256).unsign(
        found.value
    )


def test_tokens_of_forms_and_records_are_signed_with_sha_256_and_older_ones_are_read(app: Flask) -> None:
    client = app.test_client()
    page = client.get(FIRST).get_data(as_text=True)
    form, record = (
        re.search(pattern, page)[1] for pattern in (r'name="csrf_token" value="([^"]+)"', r'data-record="([^"]+)"')
    )
    salts = ((form, "wtf-csrf-token"), (record, "fahm record default"))
    for token, salt in salts:
        Signer(app.secret_key, salt=salt, digest_method=hashlib.sha256).unsign(token)
    with client.session_transaction() as session:
        raw = session["csrf_token"]
    old = TimestampSigner(app.secret_key, salt="wtf-csrf-token", digest_method=hashlib.sha1)
    token = URLSafeTimedSerializer(
        app.secret_key, salt="wtf-csrf-token", signer_kwargs={"digest_method": hashlib.sha1}
    ).dumps(raw)
    assert old.validate(token)
    answered = client.post(FIRST, data={"csrf_token": token, "form": "1-aaaaaaaaaaaa", "who-announced": "0"})
    assert answered.status_code == 303


def test_without_its_signature_a_cookie_says_nothing(app: Flask) -> None:
    payload = signed(app, READER).rpartition(".")[0]
    for bare in (payload, f"{payload}.", f"{payload}.AAAA"):
        assert reader_with(app, bare) != READER["reader"]


def test_no_token_serves_for_what_another_was_made_for(app: Flask, omar: Learner) -> None:
    page = omar.opens(FIRST)
    session = omar.client.get_cookie("fahm").value
    for token in (session, page.field("csrf_token"), signed(app, READER)):
        body = {"token": token, "path": FIRST, "fields": {"form": ["1-aaaaaaaaaaaa"]}, "ago": 0, "spent": 1}
        assert omar.client.post("/sync", json=body, headers={SCRIPT: "1"}).status_code == 409
    record = re.search(r'data-record="([^"]+)"', page.html)[1]
    assert omar.client.post(FIRST, data={"csrf_token": record}).status_code == 400


def test_a_session_of_the_desk_is_not_to_be_guessed(muna: Desk) -> None:
    """256 bits of chance in base 64: 43 signs, and never the same."""
    seen = set()
    for _ in range(3):
        muna.sign_in()
        seen |= {one.value for one in muna.client._cookies.values() if "desk" in one.key}
    assert len(seen) >= 3
    assert all(len(value) >= 43 for value in seen)


def test_no_source_of_the_server_is_served(omar: Learner) -> None:
    shut = [
        "/.git/config",
        "/static/../__init__.py",
        "/static/%2e%2e/config.py",
        "/static/",
        "/static/fonts/",
        "/seeds/",
    ]
    assert {omar.client.get(path).status_code for path in shut} <= {404, 308, 400}
    for path in shut:
        assert "import" not in omar.opens(path).html


def calls(nodes: Iterable[ast.AST]) -> set[str]:
    """The dotted names of what is called."""
    return {dotted(node.func) for node in nodes if isinstance(node, ast.Call)}


def dotted(node: ast.expr) -> str:
    """A name or an attribute of a name, as it is written; nothing for what else can be called."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_no_command_is_made_of_words() -> None:
    """Programs are started with a list of arguments, if at all, and never by a page."""
    for path in PYTHON:
        nodes = nodes_of(source_of(path))
        assert not calls(nodes) & {"os.system", "os.popen", "subprocess.getoutput", "eval", "exec", "pickle.loads"}, (
            path
        )
        shells = [node for node in nodes if isinstance(node, ast.keyword) and node.arg == "shell"]
        assert shells == [], path
        if "web" in path.parts:
            assert "subprocess" not in source_of(path), path


CHECKED_XML = {"checked_xml.py", "word_document.py", "xml_tree.py"}
"""Modules that read XML: the one that refuses what is unsafe, and those that read documents and questions behind it."""


def test_nothing_reads_xml_that_was_not_checked() -> None:
    for path in PYTHON:
        if path.name in CHECKED_XML:
            continue
        nodes = nodes_of(source_of(path))
        named = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
        named += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        assert not [name for name in named if name.split(".")[0] in {"xml", "lxml", "defusedxml"}], path


def test_passwords_are_hidden_and_may_be_pasted_and_filled_in() -> None:
    fields = [
        field
        for path in (ROOT / "webapp").rglob("*.html")
        for field in re.findall(r"<input[^>]*password[^>]*>", path.read_text(encoding="utf-8"))
    ]
    assert len(fields) >= 4
    assert {re.findall(r' name="(\w+)"', field)[0] for field in fields} == SECRETS, "no error page shows them again"
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(new|current)-password"', field)
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "webapp" / "static").rglob("*.js"))
    assert not re.search(r"addEventListener\([\"']paste|onpaste", scripts)
