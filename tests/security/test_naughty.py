"""Strings that break things, in every input and out of every output: kept as they were sent, shown as text."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Desk, Learner, Page, joins
from security.markup import faults, shown
from security.naughty import BIG_LIST, HALVES, STRINGS, big_list
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.people import SchoolClass, clean_name, name_key
from webapp.interchange.exports import EXPORTERS, ExportContext
from webapp.interchange.exports.attempts_table import attempts_table
from webapp.interchange.spreadsheet import to_csv, to_xlsx, xml_text
from webapp.question_types._typed_answer import ANSWER_LIMIT, PART_LIMIT, LengthLimit
from webapp.web.teacher.classes import network_addresses

CODE, SUMMARY = "summit-day", "summary-of-news"
FIRST, WHOLE = f"/texts/{SLUG}/1", f"/texts/{SLUG}/whole"
SCRIPT = {"X-Fahm-Script": "1"}
TYPED = {
    f"/texts/{SLUG}/2": ("root-of-tawtid.root", "root-of-tawtid.pattern"),
    f"/texts/{SLUG}/4": ("dual-confirmed", "base-and-talks.1", "base-and-talks.2"),
    WHOLE: (SUMMARY, "reporters-stance"),
}
pytestmark = pytest.mark.no_cover  # the same pages for each string: what is run here is run by other tests too
every_string = pytest.mark.parametrize("string", STRINGS.values(), ids=STRINGS)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Every page of the text is open, so that each of its questions can be answered."""
    folder = tmp_path_factory.mktemp("content")
    for name in ("seeds", "questions"):
        shutil.copytree(ARTICLE / name, folder / name)
    path = folder / "questions" / f"{SLUG}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("gate: answered", "gate: open"), encoding="utf-8")
    return Config(content=folder, data=folder / "data", secret="only for tests", watch_seconds=0)


@pytest.fixture(autouse=True)
def _no_other_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk links to itself at the addresses that this machine has in its network; these are ours as well."""
    monkeypatch.setattr(network_addresses, "own_addresses", list)


class Writer(Learner):
    """One browser that reads as somebody new for each string; the token of its forms stays good."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.token = self.csrf_token()
        self.store = app.extensions["fahm"].store
        self.number = 0

    def anew(self) -> str:
        """Be somebody else."""
        self.number += 1
        learner = f"naughty-{id(self):x}-{self.number:06}"
        with self.client.session_transaction() as session:
            session["reader"] = learner
        return learner

    def sends(self, url: str, **fields: str) -> Page:
        """Hand a form in, raw."""
        return Page(self.client.post(url, data={"csrf_token": self.token, **fields}))

    def last(self, learner: str) -> object:
        """The response that was recorded last; None where there is none."""
        tries = self.store.tries("default", learner, SLUG)
        return tries[-1].response if tries else None


@pytest.fixture(scope="module")
def writer(app: Flask) -> Writer:
    return Writer(app)


def kept(string: str, limit: LengthLimit = ANSWER_LIMIT) -> str:
    """A typed answer as it is recorded: trimmed at the ends, and cut behind the longest that is marked."""
    return limit.cut(string[:4000].strip()).strip()


def squeezed(text: str) -> str:
    """As a browser shows it: runs of spaces are one, and NUL is left out or replaced."""
    return re.sub(r"[\s\x1c-\x1f]+", " ", re.sub(r"[\x00\ufffd]", "", text))


def answer_comes_back(writer: Writer, string: str) -> None:
    """A short answer is recorded as it was sent, and its page shows it as text."""
    learner = writer.anew()
    assert writer.sends(FIRST, **{CODE: string, "check": CODE}).status == 303
    page = writer.opens(FIRST)
    assert page.status == 200
    assert faults(page.html) == []
    recorded = writer.last(learner)
    if any(sign.isalnum() for sign in string):
        assert recorded in (kept(string), None)
        if recorded:
            assert squeezed(kept(string)[:60]).strip() in squeezed(shown(page.html)).strip()
    else:
        assert recorded is None


@every_string
def test_a_short_answer_comes_back_as_text(writer: Writer, string: str) -> None:
    answer_comes_back(writer, string)


def test_the_big_list_as_answers(writer: Writer) -> None:
    if not BIG_LIST.exists():
        pytest.skip("blns.json (the Big List of Naughty Strings) is not beside this folder")
    url, strings = f"/texts/{SLUG}/4", big_list()
    names = ("dual-confirmed", "base-and-talks.1", "base-and-talks.2", "base-and-talks.3")
    for start in range(0, len(strings), len(names)):
        learner = writer.anew()
        given = dict(zip(names, strings[start:], strict=False))
        assert writer.sends(url, **given).status == 303
        page = writer.opens(url)
        assert faults(page.html) == [], given
        tries = {one.question: one.response for one in writer.store.tries("default", learner, SLUG)}
        gaps = tries.pop("base-and-talks", None) or {}
        found = tries | {f"base-and-talks.{name}": text for name, text in gaps.items()}
        assert (
            found.items()
            <= {name: kept(text, PART_LIMIT if "." in name else ANSWER_LIMIT) for name, text in given.items()}.items()
        )
        for text in found.values():
            assert squeezed(text[:60]).strip() in squeezed(shown(page.html)), given


@every_string
def test_every_typed_question_shows_it_as_text(writer: Writer, string: str) -> None:
    writer.anew()
    for url, typed in TYPED.items():
        assert writer.sends(url, **dict.fromkeys(typed, string)).status == 303
        assert faults(writer.opens(url).html) == [], url
    for url in (f"/texts/{SLUG}/result", "/me/record"):
        page = writer.opens(url)
        assert page.status in (200, 404), url
        assert faults(page.html) == [], url


def test_no_question_that_is_ticked_takes_what_it_did_not_offer(writer: Writer, lesson: Lesson) -> None:
    for string in list(STRINGS.values())[::6]:
        learner = writer.anew()
        for place in (*range(1, 11), "whole"):
            ids = [item.question.id for item in lesson.items if item.question.paragraph == place]
            ticked = [name for name in ids if name not in str(TYPED) and lesson.item(name).question.type != "short"]
            fields = {f"{name}{part}": string for name in ticked for part in ("", ".1", ".x")}
            assert writer.sends(f"/texts/{SLUG}/{place}", **fields).status in (303, 413)
        assert writer.last(learner) is None


@every_string
def test_fields_that_steer_a_form_take_it_too(writer: Writer, string: str) -> None:
    writer.anew()
    steering = ("form", "check", "hint", "keep", "support", "seconds", "id", "word", "key", "rating", "next")
    alone = [(FIRST, {CODE: "x", name: string}) for name in ("form", "check", "hint", "support")]
    together = ("/words", "/words/drop", "/words/undo", f"/texts/{SLUG}/keep", f"/texts/{SLUG}/review")
    for url, fields in (*alone, *((url, dict.fromkeys(steering, string)) for url in together)):
        page = writer.sends(url, **fields)
        assert page.status < 500, (url, fields)
        assert re.match(r"/(?!/)", page.response.headers.get("Location", "/")), (url, fields)
        assert faults(page.html) == [], (url, fields)


@every_string
def test_settings_and_codes_take_it_too(app: Flask, writer: Writer, string: str) -> None:
    # Guessing is limited by address: each string comes from another.
    here = {"environ_base": {"REMOTE_ADDR": f"192.0.2.{list(STRINGS.values()).index(string)}"}}
    token = {"csrf_token": writer.token}
    names = ("language", "digits", "tashkeel", "theme", "size", "spacing", "width", "font")
    for url, fields in (
        ("/settings/", dict.fromkeys(names, string)),
        ("/settings/", {"next": string}),
        ("/join", {"code": string}),
        ("/me/resume", {"code": string}),
        ("/me/delete", {"confirm": string}),
        ("/desk/sign-in", {"sign_in": string, "password": string, "next": string}),
    ):
        reply = writer.client.post(url, data=token | fields, **here)
        assert reply.status_code in (303, 404, 413, 422, 429), (url, fields)
        assert reply.headers.get("Location", "/").startswith("/"), (url, fields)
        assert faults(reply.text) == [], (url, fields)
    assert writer.opens("/").status == 200


def test_names_are_shown_as_text_wherever_they_stand(muna: Desk, app: Flask) -> None:
    rooms: list[tuple[SchoolClass, dict[str, Learner]]] = []
    for string in STRINGS.values():
        learner, name = Learner(app), clean_name(string)
        # In a class of its own where a name that only signs tell apart is in those before.
        taken = [name_key(name) in {name_key(other) for other in named} for _, named in rooms]
        if all(taken):
            rooms.append((muna.people.add_class(muna.school, muna.id, STRINGS["a script"]), {}))
            taken.append(False)
        klass, named = rooms[taken.index(False)]
        page = joins(learner, klass.code, string, follow=False)
        assert page.status in (200, 303), string
        assert faults(page.html) == [], string
        members = {member.name for member in muna.people.members(muna.school, klass.id)}
        assert (name in members) == bool(name), string
        if name:
            named[name] = learner
    assert len(rooms[0][1]) > 40
    for klass, named in rooms:
        ids = {member.name: member.learner for member in muna.people.members(muna.school, klass.id)}
        home = f"/desk/classes/{klass.id}/"
        for url in (home, f"{home}cards", f"{home}settings", "/desk/"):
            assert faults(muna.opens(url).html) == [], url
        listed = shown(muna.opens(home).html)
        for name, learner in named.items():
            assert name in listed
            for reader, url in ((muna, f"{home}learners/{ids[name]}/"), (learner, f"/join/{klass.code}")):
                assert faults(reader.opens(url).html) == [], (name, url)


@every_string
def test_what_a_class_is_called_is_shown_as_text(muna: Desk, string: str) -> None:
    assert muna.posts(muna.of_class("rename"), follow=False, name=string).status in (303, 422)
    for url in (muna.of_class(), muna.of_class("delete"), f"/join/{muna.code}"):
        assert faults(muna.opens(url).html) == [], url
    assert muna.posts("/desk/classes", follow=False, name=string).status in (200, 303, 422)
    # With the right password: a wrong one would be the only fault looked at, and ten of them close the account.
    changed = {"old": Desk.PASSWORD, "password": string, "again": f"{string}x"}
    refused = muna.posts("/desk/account/password", **changed)
    assert refused.status == 422
    assert faults(refused.html) == []


def test_names_of_classes_and_teachers_are_shown_as_text_where_they_are_listed(muna: Desk) -> None:
    for string in STRINGS.values():
        assert muna.posts("/desk/classes", follow=False, name=string).status in (200, 303, 422)
        invited = muna.posts("/desk/teachers", name=string, role=string, old=Desk.PASSWORD)
        assert invited.status == 200
        assert faults(invited.html) == [], string
    for url in ("/desk/", "/desk/teachers", "/desk/teachers/log", "/desk/account", "/me"):
        assert faults(muna.opens(url).html) == [], url


@pytest.mark.parametrize("string", [*STRINGS.values(), *HALVES.values()], ids=[*STRINGS, *HALVES])
def test_the_door_for_kept_answers_takes_it(writer: Writer, string: str) -> None:
    learner = writer.anew()
    found = re.search(r'data-record="([^"]+)"', writer.opens(FIRST).html)
    assert found
    token = unescape(found[1])
    entry = {"token": token, "path": FIRST, "fields": {CODE: [string], "check": [CODE]}, "ago": 1, "spent": 1}
    told = writer.client.post("/sync", json=entry, headers=SCRIPT)
    assert told.status_code in (200, 409)
    if told.status_code == 200:
        # What cannot be written down, half a sign, is marked as such; all the rest is as it was sent.
        halves_marked = string.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        assert writer.last(learner) == kept(halves_marked)
    for name in ("token", "path", "fields", "ago", "spent"):
        for odd in (string, {string: [string]}):
            reply = writer.client.post("/sync", json=entry | {name: odd}, headers=SCRIPT)
            assert reply.status_code in (200, 409), (name, odd)
    fields = {name: [string] for name in (CODE, "check", "form", "support", "hint", string)}
    assert writer.client.post("/sync", json=entry | {"fields": fields}, headers=SCRIPT).status_code in (200, 409)


def test_a_mark_and_its_comment_are_shown_as_text(writer: Writer) -> None:
    for string in STRINGS.values():
        learner = writer.anew()
        writer.sends(WHOLE, **{SUMMARY: "جواب", "check": SUMMARY})
        (one,) = writer.store.tries("default", learner, SLUG)
        writer.store.add_mark("default", learner, one.id, 1, string, string)
        for url in (WHOLE, f"/texts/{SLUG}/result", "/me/record"):
            assert faults(writer.opens(url).html) == [], (url, string)
        found = json.loads(writer.client.get("/me/record.json").text)
        assert found["marks"][0]["comment"] == string


def test_a_teacher_reads_every_answer_as_text(muna: Desk, writer: Writer) -> None:
    """Through the whole desk, by every link: answers, names and comments of learners and files of them."""
    klass = muna.people.add_class(muna.school, muna.id, STRINGS["an image that fails"])
    for string in (*list(STRINGS.values())[::2], STRINGS["a direction override"]):
        learner = writer.anew()
        writer.sends(WHOLE, **{SUMMARY: string, "reporters-stance": string})
        for url, typed in TYPED.items():
            writer.sends(url, **dict.fromkeys(typed, string))
        muna.people.join(muna.school, klass.id, learner, clean_name(string) or "x", numbered=True)
    answered = {name.partition(".")[0] for names in TYPED.values() for name in names}
    waiting, seen, wrong, met = [f"/desk/classes/{klass.id}/"], set(), [], Counter()
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0)
        reply = muna.client.get(url, follow_redirects=True)
        assert reply.status_code == 200, url
        if reply.mimetype == "text/html":
            wrong += [f"{url}: {fault}" for fault in faults(reply.text)]
            links = {unescape(link).partition("#")[0] for link in re.findall(r'href="(/desk/[^"]*)"', reply.text)}
            for link in sorted(links - seen - set(waiting)):
                met[kind(link)] += 1
                # Some pages of each kind, and all that are about the questions that were answered.
                if met[kind(link)] <= 3 or any(name in link for name in answered):
                    waiting.append(link)
        seen.add(url)
    assert wrong == []
    for part in (f"/questions/{SUMMARY}", f"/marking/{SLUG}/{SUMMARY}", "as=xlsx", "/scores?text="):
        assert any(part in url for url in seen), part
    assert len(seen) > 30


MOST_PAGES = 120


def kind(url: str) -> str:
    """What a page is, whatever learner, question or order it shows."""
    path, _, query = url.partition("?")
    named = re.sub(r"(?<=learners/)[^/]+|(?<=classes/)[^/]+|(?<=questions/)[^/]+", "*", path)
    return named + "?" + "&".join(part.partition("=")[0] for part in query.split("&"))


@pytest.fixture(scope="module")
def answered(writer: Writer) -> list[str]:
    """Every string is answered to the question that takes it whole."""
    for string in (*STRINGS.values(), *(big_list()[::5] if BIG_LIST.exists() else ())):
        writer.anew()
        writer.sends(WHOLE, **{SUMMARY: string, "check": SUMMARY})
    return [str(one.response) for one in writer.store.all_tries() if one.question == SUMMARY]


def cells(book: bytes) -> Iterator[str]:
    """The texts of a workbook; a formula in it fails."""
    with ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            tree = ElementTree.fromstring(parts.read(name))
            assert not any(node.tag.endswith(("}f", "}hyperlink")) for node in tree.iter()), name
            if name == "xl/sharedStrings.xml":
                yield from ("".join(si.itertext()) for si in tree)


def test_every_file_holds_what_was_sent(writer: Writer, answered: list[str]) -> None:
    assert len(answered) > 40
    out = io.StringIO(newline="")
    context = ExportContext(
        datetime(2026, 1, 1, tzinfo=UTC),
        question_fields=lambda one: writer.store.version_body(one.school, one.text, one.question, one.version),
    )
    EXPORTERS["jsonl"].write(writer.store.all_tries(), out, context)
    lines = [json.loads(line) for line in out.getvalue().split("\n") if line]
    assert [one["response"] for one in lines if one["question"] == SUMMARY] == answered

    out = io.StringIO(newline="")
    EXPORTERS["csv"].write(writer.store.all_tries(), out, context)
    risky = re.compile(r"[=+\-@\t\r]")
    table = attempts_table(writer.store.all_tries(), {})
    for text in (out.getvalue(), to_csv(table).decode("utf-8-sig")):
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        for row in rows[1:]:
            for cell in row:
                assert not risky.match(cell) or re.fullmatch(r"-?[\d.e-]+", cell), cell[:40]

    found = set(cells(to_xlsx(table, datetime(2026, 1, 1, tzinfo=UTC))))
    assert all(excel_text(one) in found for one in answered)

    out = io.StringIO()
    EXPORTERS["xapi"].write(writer.store.all_tries(), out, context)
    for line in out.getvalue().split("\n"):
        if line:
            json.loads(line)


def excel_text(text: str) -> str:
    """As a parser gives it back: XML makes every end of a line one."""
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n")
