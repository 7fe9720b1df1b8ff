"""Every page of both rooms: no script, style or handler in it, nothing from elsewhere, no session in an address."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from conftest import ROOT, Desk, Learner
from security.addresses import reading
from security.markup import faults
from webapp.web.teacher.classes import network_addresses

TEMPLATES = sorted((ROOT / "webapp").rglob("*.html"))
SCRIPTS = sorted((ROOT / "webapp" / "static").rglob("*.js"))


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p style='color:red'>x</p>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<img src='//elsewhere.example/x.png'>",
        "<svg><g onload=alert(1)></g></svg>",
        "<html><body><p>\u202eabc</p></body></html>",
    ],
)
def test_such_markup_would_be_found(html: str) -> None:
    assert faults(html)


def test_markup_of_ours_is_none_of_it() -> None:
    assert faults("<html dir=rtl><body><bdi>\u202eabc</bdi><script src='/static/a.js'></script></body></html>") == []


def test_no_template_needs_a_nonce() -> None:
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+\s*=\s*[\"']|javascript:", source), path.name
        assert not re.search(r"<script\b(?![^>]*\ssrc=)", source), path.name


def test_no_script_runs_words() -> None:
    for path in SCRIPTS:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|document\.write|setTimeout\(['\"`]", source), path.name


def test_no_file_that_is_served_names_another_host() -> None:
    for path in (*SCRIPTS, *sorted((ROOT / "webapp" / "static").rglob("*.css"))):
        found = set(re.findall(r"https?://[\w.-]+", path.read_text(encoding="utf-8")))
        assert found <= {"http://www.w3.org"}, path.name


def test_every_page_holds_only_what_is_ours(
    app: Flask, muna: Desk, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The desk links to itself at the addresses that this machine has in its network; these are ours as well.
    monkeypatch.setattr(network_addresses, "own_addresses", list)
    (member,) = muna.people.members(muna.school, muna.class_id)
    found = reading(app, class_id=muna.class_id, learner=member.learner, code=muna.code)
    pages = 0
    for one in found:
        for reader in (layla, muna, Learner(app)):
            reply = reader.client.get(one.path)
            assert reply.status_code < 500, one.path
            if reply.mimetype == "text/html" and reply.status_code == 200:
                pages += 1
                assert faults(reply.text) == [], one.path
    assert pages > 60
