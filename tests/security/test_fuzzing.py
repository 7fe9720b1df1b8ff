"""Anything may be sent to any address: the answer is never our own fault."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from werkzeug.test import EnvironBuilder

from conftest import SLUG, Desk, Learner, csrf_token
from security.addresses import Address, addresses
from security.naughty import STRINGS

FEW = settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "X-ODD"]
KINDS = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "text/xml",
    "\u00e9/\u00e9",
    "",
]
BODIES = [
    b"",
    b"%",
    b"a=%ff%fe%00&a=%u0041&%=%&=",
    b"csrf_token=" + b"x" * 100_000,
    b"&".join(b"a%d=1" % n for n in range(2000)),
    b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n',
    b'--x\r\nContent-Disposition: form-data; name="code"; filename="\xff\x00"\r\n\r\nx\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--",
    b"--x\r\n" + b"A: " + b"x" * 20_000,
    b"[" * 50_000,
    b'{"token": {}, "path": [], "fields": "x", "ago": null, "spent": true}',
    '{"token": "x", "path": "/\ud800"}'.encode("utf-16", "surrogatepass"),
    b"\xff\xfe\x00",
]
ODD = [
    "\x00",
    "\u202e",
    "\ud800",
    "%00",
    "..",
    "//",
    "\\",
    "é",
    "<script>",
    "a" * 3000,
    "-1",
    "0",
    "99999999999999999999",
]
texts = some.text(max_size=40) | some.sampled_from([*ODD, *STRINGS.values()])
Clients = dict[str, FlaskClient]


@pytest.fixture(scope="module")
def clients(app: Flask, muna: Desk, layla: Learner) -> Clients:
    """Somebody who was never here, a learner, a teacher."""
    return {"nobody": app.test_client(), "layla": layla.client, "muna": muna.client}


@pytest.fixture(scope="module")
def everywhere(app: Flask, muna: Desk) -> list[Address]:
    (member,) = muna.people.members(muna.school, muna.class_id)
    return list(addresses(app, class_id=muna.class_id, learner=member.learner, code=muna.code, question="summit-day"))


def sent(
    client: FlaskClient, path: str, method: str, query: str, kind: str, body: bytes, headers: dict[str, str]
) -> int:
    """Send bytes as they are; the status. What no server would hand on (a line end in a header) is left out."""
    environ = EnvironBuilder(path="/", method="GET", base_url="http://localhost").get_environ()
    raw = path.encode("utf-8", "surrogatepass").decode("latin-1")
    environ |= {
        "REQUEST_METHOD": method,
        "PATH_INFO": raw,
        "QUERY_STRING": quote(query.encode("utf-8", "surrogatepass"), safe="&=%"),
        "CONTENT_TYPE": kind.encode().decode("latin-1"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    cookie = client.get_cookie("fahm"), client.get_cookie("fahm_desk")
    environ["HTTP_COOKIE"] = "; ".join(f"{one.key}={one.value}" for one in cookie if one)
    for name, value in headers.items():
        environ[name] = value.encode("utf-8", "surrogatepass").decode("latin-1").replace("\n", "").replace("\r", "")
    found: list[str] = []
    chunks = client.application.wsgi_app(environ, lambda status, *_: found.append(status) or (lambda _: None))
    list(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return int(found[0].split(" ")[0])


def fine(status: int) -> bool:
    """Whether a status is anything but a fault of ours."""
    return 200 <= status < 500


@FEW
@given(data=some.data())
def test_nothing_that_is_sent_is_our_fault(clients: Clients, everywhere: list[Address], data: some.DataObject) -> None:
    one = data.draw(some.sampled_from(everywhere))
    client = clients[data.draw(some.sampled_from(sorted(clients)))]
    method = data.draw(some.sampled_from([one.method, *METHODS]))
    kind, body = data.draw(some.sampled_from(KINDS)), data.draw(some.sampled_from(BODIES) | some.binary(max_size=60))
    query = data.draw(texts)
    headers = data.draw(
        some.dictionaries(
            some.sampled_from(
                ["HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_ACCEPT_ENCODING", "HTTP_USER_AGENT",
                 "HTTP_REFERER", "HTTP_X_FAHM_SCRIPT", "HTTP_X_FAHM_BACKGROUND", "HTTP_HOST", "HTTP_IF_MODIFIED_SINCE"]
            ),
            texts | some.just("x" * 60_000),
            max_size=3,
        )
    )  # fmt: skip
    assert fine(sent(client, one.path, method, query, kind, body, headers)), (one, method, query, kind, body, headers)


@FEW
@given(data=some.data())
def test_no_address_that_is_asked_for_is_our_fault(clients: Clients, app: Flask, data: some.DataObject) -> None:
    rule = data.draw(some.sampled_from([str(rule) for rule in app.url_map.iter_rules()]))
    pieces = rule.split("<")
    path = pieces[0] + "".join(data.draw(texts) + piece.partition(">")[2] for piece in pieces[1:])
    if data.draw(some.booleans()):
        path += data.draw(texts)
    client = clients[data.draw(some.sampled_from(sorted(clients)))]
    assert fine(sent(client, path, "GET", data.draw(texts), "", b"", {})), path


def filled(client: FlaskClient, one: Address, fields: dict[str, str]) -> int:
    """Hand a form in with its token; what UTF-8 cannot carry becomes a question mark."""
    whole = {utf8(name): utf8(value) for name, value in fields.items()}
    return client.open(one.path, method=one.method, data={**whole, "csrf_token": csrf_token(client)}).status_code


def utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


NAMES = [
    "name",
    "code",
    "check",
    "hint",
    "form",
    "points",
    "comment",
    "text",
    "question",
    "step",
    "act",
    "next",
    "names",
    "word",
    "kept",
    "a",
    "b",
    "other",
    "class",
    "teacher",
    "confirm",
    "away",
    "role",
    "closed",
    "reason",
    "to",
    "at",
    "summit-day",
    "base",
    "prompt",
    "type",
    "do",
    "after",
    "paragraph",
    "accept.0.text",
    "options.999.text",
    "require.0.0",
    "evidence.words",
    "evidence.kept",
    "drawn_from",
    "trial",
    "wording",
    "part",
    "verdict",
    "place",
    "kind",
    "whole",
    "w.0.meaning",
]


@FEW
@given(data=some.data())
def test_no_form_that_is_filled_in_oddly_is_our_fault(
    clients: Clients, everywhere: list[Address], data: some.DataObject
) -> None:
    forms = [one for one in everywhere if one.method == "POST" and one.endpoint not in LEAVING]
    one = data.draw(some.sampled_from(forms))
    client = clients[data.draw(some.sampled_from(["layla", "muna"]))]
    fields = data.draw(some.dictionaries(some.sampled_from(NAMES) | texts, texts, max_size=6))
    fields.pop("csrf_token", None)
    assert fine(filled(client, one, fields)), (one, fields)


# These would end what the others go on with; they have tests of their own.
LEAVING = {"desk.sign_out", "desk.delete_class", "desk.delete_learner", "desk.leave_class", "data.delete"}

FIELDS: dict[str, Callable[[], dict[str, str]]] = {
    "a megabyte": lambda: {"name": "x" * 1_000_000},
    "three thousand fields": lambda: {f"f{n}": "" for n in range(3000)},
    "a long name of a field": lambda: {"x" * 100_000: "1"},
}


@pytest.mark.parametrize("fields", FIELDS)
def test_too_much_is_said_to_be_too_much(muna: Desk, layla: Learner, everywhere: list[Address], fields: str) -> None:
    for one in [one for one in everywhere if one.method == "POST"][::3]:
        if one.endpoint != "offline.sync":
            status = muna.client.post(one.path, data=FIELDS[fields]()).status_code
            assert status in (400, 413), one


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PUT", "DELETE"])
def test_methods_that_nothing_takes_are_refused(omar: Learner, method: str) -> None:
    for path in ("/", f"/texts/{SLUG}/1", "/desk/sign-in", "/static/framework/base.css"):
        assert omar.client.open(path, method=method).status_code in (400, 405), path


def test_a_host_that_is_no_host_is_our_fault_neither(clients: Clients) -> None:
    for host in ("", "elsewhere.example", "a b", "x" * 300, "[::1", "é", "localhost:99999", "\u202e"):
        for path in ("/", "/desk/", f"/texts/{SLUG}"):
            assert fine(sent(clients["layla"], path, "GET", "", "", b"", {"HTTP_HOST": host})), host


def test_a_part_without_a_name_is_refused(omar: Learner) -> None:
    body = b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"
    for path in ("/join", "/me/code", "/desk/sign-in", f"/texts/{SLUG}/1"):
        reply = omar.client.post(path, data=body, content_type="multipart/form-data; boundary=b")
        assert reply.status_code == 400, path
