"""A school made over HTTP with the cookies of a browser, for tests that begin where it stands; no page is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import APIResponse, Browser, BrowserContext, StorageState

from browser.chromium import leave, new_context
from browser.serving import Site
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

PASSWORD = "نافذة مطر زيتون"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class School:
    """A site with one teacher, and what the browser of this teacher holds."""

    site: Site
    state: StorageState


@dataclass(frozen=True)
class Class:
    """A class of the school: the path of its pages at the desk, and the code that lets into it."""

    path: str
    code: str


def hand_in(person: BrowserContext, page: str, fields: Mapping[str, object], to: str = "") -> APIResponse:
    """Send the form of a page, to the page itself or to another address."""
    html = person.request.get(page).text()
    hidden = dict(reversed(re.findall('name="(csrf_token|form)" value="([^"]*)"', html)))  # of each the first
    reply = person.request.post(to or page, data=urlencode({**hidden, **fields}, doseq=True), headers=FORM)
    assert reply.ok, f"{reply.status} {reply.url}"
    return reply


def setup_link(site: Site) -> str:
    """The link that the server printed when it first began."""
    printed = re.search(rf"{site.url}/desk/setup/\S+", site.said())
    assert printed
    return printed[0]


def become_teacher(person: BrowserContext, site: Site) -> None:
    """Make the first account of the school."""
    account = {"name": "منى", "sign_in": "muna", "password": PASSWORD, "again": PASSWORD}
    reply = hand_in(person, setup_link(site), account)
    assert reply.url == f"{site.url}/desk/"


def first_teacher(browser: Browser, site: Site) -> School:
    """Make the first account of a school in a browser of its own, and keep what that browser holds."""
    context = new_context(browser)
    become_teacher(context, site)
    state = context.storage_state()
    leave(context)
    return School(site, state)


def add_class(person: BrowserContext, site: Site, name: str) -> Class:
    """Make a class; the person is its teacher."""
    reply = hand_in(person, f"{site.url}/desk/", {"name": name}, f"{site.url}/desk/classes")
    shown = re.search(r'class="huge"[^>]*>\s*<bdi dir="ltr">([^<]+)<', person.request.get(f"{reply.url}code").text())
    assert shown
    return Class(reply.url.removeprefix(site.url), shown[1])


def join(person: BrowserContext, site: Site, code: str, name: str, **more: str) -> str:
    """Become a learner of a class; the record code."""
    return record_code(hand_in(person, f"{site.url}/join/{code}", {"name": name, **more}).text())


def end_exam(site: Site, assignment_id: str) -> None:
    """Take an exam away again: while it lasts, its text is closed to readers of other tests, who are in no class."""
    with closing(open_store(sqlite_url(site.data / "fahm.db"))) as store:
        store.assignments.remove("default", assignment_id, "", removed=True)


def record_code(html: str) -> str:
    """The record code that a page shows."""
    shown = re.search(r"\b\w{4}-\w{4}-\w{4}\b", re.sub("<[^>]*>", " ", html))
    assert shown, "no record code on this page"
    return shown[0]
