"""One language at a time: in Arabic no page says a word in English, in English none says one in Arabic.

What may stand in other letters is marked as such (its language, a name, a code), or stands in the Arabic of the
catalogue itself, like the name of a format.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from conftest import SLUG, Learner, joins, right_answer, wrong_answer
from tools import translations
from web.teacher.demo_class import Room
from web.teacher.test_english import Shown, addresses, values
from webapp.content import Lesson

__all__ = ["values"]
LATIN = re.compile("[A-Za-z]{2,}")
ARABIC = re.compile("[\u0621-\u064a]")
ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-said")
NOT_READ = {"script", "style", "code", "kbd", "samp", "pre", "bdi", "textarea", "svg"}
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "col", "source", "wbr"}
OF_READERS = {"slug": SLUG, "number": 1, "state": "new", "name": "none"}


class English(HTMLParser):
    """Latin words that a page says outside of elements that are marked as English, as a name or as a code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        marked = tag in NOT_READ or given.get("lang") == "en" or given.get("dir") in ("ltr", "auto")
        within = marked or any(marked for _, marked in self.open)
        if not within:
            self.said += [given[name] or "" for name in ATTRIBUTES if given.get(name)]
        if tag not in VOID:
            self.open.append((tag, marked))

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _ in self.open}:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not any(marked for _, marked in self.open):
            self.said.append(data)


@pytest.fixture(scope="module")
def in_catalogue() -> set[str]:
    """Latin words that the Arabic of the interface has itself: names of programs and formats."""
    words: set[str] = set()
    for message in translations.known():
        forms = (message.string,) if isinstance(message.string, str) else message.string
        arabic = " ".join(re.sub(r"%\(\w+\)s", " ", form) for form in forms) if message.id else ""
        words |= set(LATIN.findall(arabic))
    return words


def english(html: str, known: set[str]) -> set[str]:
    """English sayings of a page in Arabic."""
    said = English(html).said
    return {" ".join(words.split()) for words in said if set(LATIN.findall(words)) - known}


def test_no_page_of_the_desk_says_a_word_in_english(
    room: Room, values: dict[str, object], in_catalogue: set[str]
) -> None:
    desk, found = room.desk, {}
    named = {word for text in (desk.name, SLUG, "Nour") for word in LATIN.findall(text)}
    for address in addresses(room, values):
        page = desk.opens(address)
        assert '<html lang="ar" dir="rtl"' in page.html, address
        if words := english(page.html, in_catalogue | named):
            found[address] = words
    assert "\n".join(sorted({word for words in found.values() for word in words})) == ""


def readers_pages(learner: Learner, code: str) -> list[str]:
    """Addresses of the pages outside of the desk, out of the map of addresses."""
    app, pages = learner.client.application, []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(("desk.", "static")):
                known = {**OF_READERS, "code": code}
                if rule.arguments <= known.keys():
                    pages.append(adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments}))
    return pages


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_of_a_reader_says_a_word_in_the_other_language(
    layla: Learner, lesson: Lesson, in_catalogue: set[str], language: str
) -> None:
    layla.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    names = [item.question.id for item in lesson.items_at(1) if item.question.type == "choice"]
    layla.answers(f"/texts/{SLUG}/1", {names[0]: wrong_answer(lesson, names[0])})
    layla.answers(f"/texts/{SLUG}/1", {names[0]: right_answer(lesson, names[0])})
    joins(layla, "NO-SUCH", "ليلى")
    found, looked_at = {}, 0
    for address in readers_pages(layla, "ABCDEF"):
        page = layla.opens(address)
        if page.response.mimetype != "text/html" or "<html" not in page.html:
            continue
        looked_at += 1
        if language == "ar":
            words = english(page.html, in_catalogue)
        else:
            words = {said for where, said in Shown(page.html).found if ARABIC.search(said) and where != "title"}
        if words:
            found[address] = words
    assert looked_at > 25
    assert "\n".join(sorted({word for words in found.values() for word in words})) == ""
