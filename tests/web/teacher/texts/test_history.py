"""The history of a text: versions of each of its files, what they changed by question, and the way back to one."""

from __future__ import annotations

from conftest import Desk, Learner
from web.teacher.texts.conftest import SLUG, Room
from web.teacher.texts.test_publishing import authored, drafts
from webapp.assessment.authoring.working_copy import Author
from webapp.content.editing.question_edits import question_sources, remove_question
from webapp.store.protocols.content_versions import FileOfText

HISTORY = f"/desk/texts/{SLUG}/versions"


def latest(texts: Room, kind: str = "questions") -> int:
    text = authored(texts)
    return text.versions.entries(text.school, FileOfText(SLUG, kind), 1)[0].number  # type: ignore[arg-type]


def test_a_version_is_told_by_question(muna: Desk, texts: Room) -> None:
    muna.opens(texts.address)
    drafts(texts, muna, "accept: [السبت, صباح السبت]", "accept: [السبت, يوم السبت]")
    page = muna.opens(f"{HISTORY}/{latest(texts)}").html
    assert "معدّل" in page
    changed = page.partition("<del")[2].partition("</dl>")[0]
    assert "صباح السبت" in changed
    assert "يوم السبت" in changed


def test_restoring_makes_a_draft(muna: Desk, layla: Learner, texts: Room) -> None:
    muna.opens(texts.address)
    old = texts.path.read_text()
    drafts(texts, muna, "عند النهر", "على الضفة")
    page = muna.opens(f"{HISTORY}/1")
    back = muna.posts(f"{HISTORY}/1/restore", follow=False, base=page.field("base"))
    assert back.status == 303
    assert "استُعيدت النسخة مسودة" in muna.opens(back.response.headers["Location"]).notices()
    copy = authored(texts).working()
    assert copy
    assert copy.questions.decode() == old
    drafts(texts, muna, "عند النهر", "قرب النهر")
    assert "تعذرت استعادة النسخة" in muna.posts(f"{HISTORY}/1/restore", base=page.field("base")).notices()
    assert texts.path.read_text() == old
    assert "عند النهر" in layla.opens(f"/texts/{SLUG}/").html


def test_a_removed_question_comes_back(muna: Desk, texts: Room) -> None:
    muna.opens(texts.address)
    text = authored(texts)
    copy = text.working()
    assert copy
    first = question_sources(copy.questions)[0].id
    removed = text.save(lambda raw: remove_question(raw, first), copy.digest, Author(muna.id, muna.name))
    assert removed.copy
    muna.posts(f"{HISTORY}/1/restore", base=removed.copy.digest)
    again = text.working()
    assert again
    assert question_sources(again.questions)[0].id == first


def test_the_text_has_a_history_of_its_own(muna: Desk, sami: Desk, texts: Room) -> None:
    text = authored(texts)
    for words in ("خرجت سلمى صباح السبت.\n", "خرجت سلمى وعمر صباح السبت.\n"):
        copy = text.working()
        assert copy
        assert text.save_text(words.encode(), copy.digest, Author(muna.id, muna.name)).outcome == "saved"
    number = latest(texts, "text")
    page = muna.opens(HISTORY).html
    assert f"{HISTORY}?file=text" in page
    assert "وعمر" in muna.opens(f"{HISTORY}/{number}?file=text").html
    before = muna.opens(f"{HISTORY}/{number - 1}?file=text")
    muna.posts(f"{HISTORY}/{number - 1}/restore", base=before.field("base"), file="text")
    copy = text.working()
    assert copy
    assert copy.text.decode() == "خرجت سلمى صباح السبت.\n"
    assert sami.opens(f"{HISTORY}/{number}?file=text").status == 404
    assert muna.opens(f"{HISTORY}?file=secret").status == 404
    assert muna.posts(f"{HISTORY}/1/restore", base=copy.digest, file="words").status == 404
