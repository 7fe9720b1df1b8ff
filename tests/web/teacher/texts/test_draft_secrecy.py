"""What a draft holds is reached by its makers and admins alone, by whichever address of the desk or the readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Learner, joins
from store.helpers import Clock
from web.reading.test_no_leak import drawn
from web.teacher.texts.conftest import SLUG, Room
from web.teacher.texts.test_publishing import answers, authored
from webapp import create_app
from webapp.assessment.authoring.working_copy import Author
from webapp.config import Config
from webapp.store.protocols.audit_log import OPERATOR

SECRET = "زعفرانستان"
HIDDEN = "unseen"
QUERIES = ("", "?version=2&type=short&page=1", "?version=3&file=text", "?q=x&state=draft")
"""Every argument that a page of texts takes; no page takes two of one query."""
VALUES = {"slug": (SLUG, HIDDEN), "number": (1, 2, 3), "question": ("which-day", "secret-1", "new")}


def addresses(app: Flask, method: str) -> Iterator[str]:
    """Every address of texts, at the desk and for readers, of a published and of a hidden text."""
    with app.test_request_context():
        bound = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()) and "slug" in rule.arguments and "texts" in rule.rule:
                names = sorted(rule.arguments)
                if set(names) <= set(VALUES):
                    for values in product(*(VALUES[name] for name in names)):
                        yield bound.build(rule.endpoint, dict(zip(names, values, strict=True)), method)
        yield "/desk/texts"


def shown(learner: Learner, app: Flask, base: str) -> list[str]:
    """The addresses that show the secret to a person who looks at and posts to all of them."""
    pages = []
    for address in sorted(set(addresses(app, "GET"))):
        for query in QUERIES if address.startswith("/desk") else ("",):
            page = learner.opens(address + query)
            assert page.status < 500, address
            if SECRET in page.html:
                pages.append(address + query)
    token = learner.csrf_token()
    for address in sorted(set(addresses(app, "POST"))):
        form = {
            "csrf_token": token,
            "base": base,
            "text": "x",
            "answer": "x",
            "act": "x",
            "check": "1",
        }
        reply = learner.client.post(address, data=form, follow_redirects=True)
        assert reply.status_code < 500, address
        if SECRET in reply.text:
            pages.append(f"POST {address}")
    return pages


@pytest.fixture
def base(muna: Desk, texts: Room) -> str:
    """Drafts of a published text and of one that never was, with the secret in keys, titles and the text itself."""
    muna.opens(texts.address)
    by = Author(muna.id, muna.name)
    raw = texts.path.read_bytes()
    secret = raw.replace("accept: [السبت".encode(), f"accept: [{SECRET}, السبت".encode())
    secret = secret.replace("عند النهر".encode(), f"{SECRET} النهر".encode())
    text, copy = authored(texts), authored(texts).working()
    assert copy
    seed = copy.text + f"\n{SECRET} هنا.\n".encode()
    assert text.save(lambda _: secret, copy.digest, by, SECRET, text=seed).outcome == "saved"
    new = secret.replace(b"river.txt", b"unseen.txt").replace(b"which-day", b"secret-1")
    assert authored(texts, HIDDEN).save(lambda _: new, "", by, SECRET, text=seed).outcome == "saved"
    again = text.working()
    assert again
    return again.digest


def test_makers_find_it_in_many_places(muna: Desk, sami: Desk, base: str, texts: Room) -> None:
    assert len(shown(muna, texts.app, base)) > 10
    services = texts.app.extensions["fahm"]
    services.store.makers.add(services.config.school, HIDDEN, sami.id, OPERATOR)
    pages = shown(sami, texts.app, base)
    assert len(pages) > 5
    assert [page for page in pages if f"/{SLUG}" in page] == [], "a maker of one text is none of another"


def test_nobody_else_finds_it_anywhere(muna: Desk, sami: Desk, layla: Learner, base: str, texts: Room) -> None:
    services = texts.app.extensions["fahm"]
    store, school = services.store, services.config.school
    former, closed = Desk(texts.app, "رنا", "rana", "صف"), Desk(texts.app, "زيد", "zayd", "صف")
    co_teacher = Desk(texts.app, "هدى", "huda", "صف")
    muna.people.share(school, muna.class_id, co_teacher.id)
    for teacher in (former, closed):
        for slug in (SLUG, HIDDEN):
            store.makers.add(school, slug, teacher.id, OPERATOR)
    for slug in (SLUG, HIDDEN):
        store.makers.remove(school, slug, former.id, OPERATOR)
    muna.people.close_account(school, closed.id, True)
    joins(layla, muna.code, "ليلى")
    for person in (sami, former, closed, co_teacher, layla, Learner(texts.app)):
        assert shown(person, texts.app, base) == []


def pages_of_readers(learner: Learner, app: Flask) -> dict[str, tuple[int, str | None, str]]:
    """Everything that a reader may open of the texts, but what is drawn by chance."""
    paths = {address for address in addresses(app, "GET") if not address.startswith("/desk")} | {"/", "/me", "/words"}
    replies = {path: learner.client.get(path) for path in sorted(paths)}
    return {path: (reply.status_code, reply.headers.get("ETag"), drawn(reply.text)) for path, reply in replies.items()}


@pytest.mark.parametrize("answered", [False, True], ids=["fresh", "after a wrong answer"])
def test_another_key_in_a_draft_changes_no_byte_for_readers(
    muna: Desk, layla: Learner, texts: Room, answered: bool, request: pytest.FixtureRequest
) -> None:
    joins(layla, muna.code, "ليلى")
    layla.opens("/")
    if answered:
        answers(layla, "الأحد")
    before = pages_of_readers(layla, texts.app)
    assert sum(status == 200 for status, *_ in before.values()) > 6
    request.getfixturevalue("base")
    assert pages_of_readers(layla, texts.app) == before


def test_without_web_editing_no_address_changes_anything(config: Config, content: Path, clock: Clock) -> None:
    app = create_app(replace(config, web_editing=False))
    services, texts = app.extensions["fahm"], Room(app, content, clock)
    muna, sami = Desk(app, "منى", "muna", "صف"), Desk(app, "سامي", "sami", "صف")
    muna.opens(texts.address)
    copy, old = authored(texts).working(), texts.path.read_bytes()
    assert copy
    fields = {
        "base": copy.digest,
        "text": "title: x",
        "act": "invite",
        "teacher": sami.id,
        "prompt": "x",
        "type": "short",
    }
    own = sorted({address for address in addresses(app, "POST") if f"/desk/texts/{SLUG}/" in address})
    assert len(own) > 10
    for address in own:
        kept_nothing = {200} if address.endswith("/preview") else set()  # an answer that is only tried
        assert muna.posts(address, follow=False, **fields).status in {303, 400, 403, 404, 422} | kept_nothing, address
    assert texts.path.read_bytes() == old
    assert len(texts.entries()) == 1
    assert services.store.makers.of_text(services.config.school, SLUG) == []
    again = authored(texts).working()
    assert again
    assert again.digest == copy.digest
    services.store.close()


def test_a_hidden_text_is_nowhere_for_others(sami: Desk, base: str, texts: Room) -> None:
    own = {address for address in addresses(texts.app, "GET") if f"/desk/texts/{HIDDEN}/" in address}
    assert len(own) >= 8
    for address in own:
        assert sami.opens(address).status == 404, address
    assert HIDDEN not in sami.opens("/desk/texts").html
