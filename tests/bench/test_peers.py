"""What stands in the comparison with other people's servers, and that a missing one is a line and no failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import peers
from bench.load import Load
from bench.others import NotHad, request
from bench.serving import Running

pytestmark = pytest.mark.benchmark


def test_requests_carry_their_body_s_length():
    assert request("GET", "/a", {"Cookie": "b=c"}) == b"GET /a HTTP/1.1\r\nHost: localhost\r\nCookie: b=c\r\n\r\n"
    assert request("PUT", "/a", {}, "نعم".encode()).endswith("Content-Length: 6\r\n\r\nنعم".encode())


def test_requests_take_turns():
    ask = peers.in_turn([lambda: b"page", lambda: b"text"])
    assert [ask() for _ in range(3)] == [b"page", b"text", b"page"]


def test_a_page_weighs_what_its_html_names(monkeypatch: pytest.MonkeyPatch):
    html = b"""<link rel="stylesheet" href="/a.css"><link href='b.css' rel=x><img alt="" src="/a.css"><a href="/no">
    <script type="module" src="c.js"></script><script src="http://elsewhere.example/d.js"></script>"""
    sizes = {"/a.css": 10, "/x/b.css": 20, "/x/c.js": 30}
    base = "http://127.0.0.1:1"

    def get(address: str, cookie: str = "") -> bytes:
        return html if address == f"{base}/x/" else b"." * sizes[address.removeprefix(base)]

    monkeypatch.setattr(peers, "get", get)
    assert peers.weight(f"{base}/x/") == (len(html) + 60, 4)


def test_two_requests_of_one_page_count_once(monkeypatch: pytest.MonkeyPatch):
    def hammer(port: int, ask: object, connections: int, seconds: float) -> Load:
        load = Load(seconds=2.0, latencies=[0.01] * 40)
        load.statuses.update({200: 38, 500: 2})
        return load

    monkeypatch.setattr(peers, "hammer", hammer)
    sides = [peers.Side(f"{each}", Running(1, (), 0.5), lambda: lambda: b"", each) for each in (1, 2)]
    whole, halves = peers.contest(sides, rounds=3, seconds=1)
    assert (whole.rate, halves.rate) == (20.0, 10.0)
    assert whole.refused == halves.refused == 6
    assert "| pages a second | 20.0 | 10.0 |" in peers.table("pages", sides, [whole, halves], [(2048, 3), (1024, 1)])


def test_what_cannot_be_had_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def against_lute(folder: Path, rounds: int, seconds: float) -> str:
        raise NotHad("lute3 was not installed within 300 s")

    def against_kolibri(folder: Path, rounds: int, seconds: float) -> str:
        return "## measured"

    monkeypatch.setattr(peers, "against_lute", against_lute)
    monkeypatch.setattr(peers, "against_kolibri", against_kolibri)
    first, second = peers.report(tmp_path, 1, 1)
    assert first == "## Lute\n\nNot measured: lute3 was not installed within 300 s."
    assert second == "## measured"
