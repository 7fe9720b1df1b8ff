"""The list of texts: states, figures, filter and search, whose classes read what; and in a few statements."""

from __future__ import annotations

import re

import pytest

from conftest import Desk, Learner, joins
from web.assigning import traced_reads
from web.teacher.texts.conftest import SLUG, Room
from web.teacher.texts.test_publishing import authored
from webapp.assessment.authoring.working_copy import Author
from webapp.content.yaml_writer import file_digest
from webapp.store.protocols.audit_log import OPERATOR
from webapp.store.protocols.content_versions import FileOfText, NewVersion

TITLE = "عند النهر"


def copies(texts: Room, *names: str, **changes: str) -> None:
    for name in names:
        raw = texts.path.read_text().replace(TITLE, changes.get("title", f"نص {name}"))
        (texts.content / "questions" / f"{name}.yaml").write_text(raw + changes.get("more", ""))
    texts.app.extensions["fahm"].library.refresh()


def drafts(texts: Room, by: Desk, slug: str, raw: bytes = b"# nothing yet\n") -> None:
    """Keep a draft of a text, as a save at the desk does; its first one makes the teacher its maker."""
    services = texts.app.extensions["fahm"]
    version = NewVersion(raw, file_digest(raw), "draft", "", by.id, by.name)
    services.store.versions.add(services.config.school, FileOfText(slug), version)
    services.store.makers.add(services.config.school, slug, by.id, OPERATOR)


def listed(page: str) -> list[str]:
    return re.findall(r"<h2>\s*(?:<a [^>]*>)?<bdi[^>]*>(.*?)</bdi>", page)


def test_a_text_is_listed_with_its_figures(muna: Desk, texts: Room) -> None:
    page = muna.opens("/desk/texts").html
    for figure in ("سؤالان", "A2", "كلمة", "منشور"):
        assert figure in page, figure


def test_the_list_is_cut_by_state_and_by_words(muna: Desk, texts: Room) -> None:
    copies(texts, "shelved", more="archived: true\n")
    copies(texts, "broken", more="questions: 1\n")
    drafts(texts, muna, "begun")
    drafts(texts, muna, SLUG)
    states = {"draft": ["begun"], "changed": [TITLE], "archived": ["نص shelved"], "broken": ["broken"], "published": []}
    for state, names in states.items():
        assert listed(muna.opens(f"/desk/texts?state={state}").html) == names, state
    assert sorted(listed(muna.opens("/desk/texts").html)) == sorted([TITLE, "begun", "broken", "نص shelved"])
    assert listed(muna.opens("/desk/texts?q=عِنْدَ+النَّهْر").html) == [TITLE]
    assert listed(muna.opens("/desk/texts?q=BEGUN").html) == ["begun"]
    assert listed(muna.opens("/desk/texts?q=begun&state=published").html) == []
    assert "لا يوجد نص مطابق" in muna.opens("/desk/texts?q=xyz").html


def test_a_text_that_was_never_published_is_not_there_for_others(muna: Desk, sami: Desk, texts: Room) -> None:
    drafts(texts, muna, "begun")
    drafts(texts, muna, SLUG)
    page = sami.opens("/desk/texts").html
    assert listed(page) == [TITLE]
    assert "توجد مسودة" not in page
    for end in ("yaml", "versions", "versions/1", "makers"):
        assert sami.opens(f"/desk/texts/begun/{end}").status == 404, end
        assert muna.opens(f"/desk/texts/begun/{end}").status == 200, end
    services = texts.app.extensions["fahm"]
    services.store.makers.add(services.config.school, "begun", sami.id, OPERATOR)
    assert sorted(listed(sami.opens("/desk/texts").html)) == sorted([TITLE, "begun"])
    assert sami.opens("/desk/texts/begun/yaml").status == 200


def test_a_text_that_was_never_published_has_its_title_and_figures(muna: Desk, texts: Room) -> None:
    whole = texts.path.read_bytes().replace(TITLE.encode(), "أوّل نص".encode()).replace(b"river.txt", b"first.txt")
    text = authored(texts, "first")
    seed = (texts.content / "seeds" / "river.txt").read_bytes()
    text.save(lambda raw: whole, "", Author(muna.id, muna.name), text=seed)
    drafts(texts, muna, "second", "title: ثانٍ\nquestions: []\n".encode())
    page = muna.opens("/desk/texts?state=draft").html
    assert listed(page) == ["أوّل نص", "ثانٍ"]
    assert "سؤالان" in page
    assert "الأخطاء" in page


def test_a_draft_counts_what_its_own_page_counts(muna: Desk, texts: Room) -> None:
    raw = re.sub(rb", why: [^}]*}", b"}", texts.path.read_bytes().replace(b"river.txt", b"first.txt"))
    text, by = authored(texts, "first"), Author(muna.id, muna.name)
    text.save(lambda _: raw, "", by, text=(texts.content / "seeds" / "river.txt").read_bytes())
    copy = text.working()
    assert copy
    checked = text.check(copy)
    assert checked.rehearsed
    assert checked.errors == 0 < checked.warnings
    assert counted(muna, "التنبيهات") == checked.warnings
    text.save_words(lambda _: b"text: first.txt\nreviewed: false\nwords: []\n", copy.digest, by)
    copy = text.working()
    assert copy
    assert counted(muna, "الأخطاء") == text.check(copy).errors > 0


def counted(desk: Desk, name: str) -> int:
    """The number behind a word in the only row of the drafts."""
    shown = re.sub(r"<[^>]+>", " ", desk.opens("/desk/texts?state=draft").html)
    found = re.search(rf"{name}\s*: ([٠-٩]+)", shown)
    return int(found[1]) if found else 0


def test_it_says_which_of_the_own_classes_read_a_text(muna: Desk, sami: Desk, layla: Learner, texts: Room) -> None:
    joins(layla, muna.code, "ليلى")
    page = layla.opens(f"/texts/{SLUG}/1")
    fields = {name: page.field(name) for name in ("csrf_token", "form")}
    layla.client.post(f"/texts/{SLUG}/1", data={**fields, "which-day": "السبت"})
    assert f"/desk/classes/{muna.class_id}/texts/{SLUG}" in muna.opens("/desk/texts").html
    assert "قرأه" not in sami.opens("/desk/texts").html


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Statements that reads ran since the list was cleared."""
    return traced_reads(monkeypatch)


def test_fifty_texts_ask_no_more_statements_than_two(
    muna: Desk, sami: Desk, texts: Room, statements: list[str]
) -> None:
    counts = {}
    for number in (2, 50):
        copies(texts, *(f"copy{n}" for n in range(1, number)))
        for slug in ["begun", *(f"copy{n}" for n in range(1, number, 2))]:
            drafts(texts, sami, slug)
        for who in (muna, sami):
            while who.client.get("/desk/texts").headers.get("Refresh"):
                pass
            statements.clear()
            page = who.opens("/desk/texts").html
            assert len(listed(page)) == number + 1
            counts[who.name, number] = len(statements)
    assert counts["منى", 2] == counts["منى", 50] < 16
    assert counts["سامي", 2] == counts["سامي", 50] < 16
