"""Publishing a working copy: what the page says of it, what stops it, who has it at once; and the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Learner, joins
from store.helpers import Clock
from web.teacher.texts.conftest import SLUG, Room
from webapp import create_app
from webapp.assessment.authoring.working_copy import Author, AuthoredText
from webapp.config import Config
from webapp.content.editing.question_edits import change_question, question_sources, remove_question
from webapp.store.protocols.audit_log import OPERATOR
from webapp.web.teacher.marking import regrading

PUBLISH = f"/desk/texts/{SLUG}/publish"
SECRET = "كلمة مرور"


@pytest.fixture
def read_only(config: Config) -> Iterator[Flask]:
    app = create_app(replace(config, web_editing=False))
    yield app
    app.extensions["fahm"].store.close()


def authored(texts: Room, slug: str = SLUG) -> AuthoredText:
    services = texts.app.extensions["fahm"]
    return AuthoredText(services.store.versions, services.config.school, services.library, slug)


def drafts(texts: Room, by: Desk, old: str, new: str) -> None:
    text = authored(texts)
    copy = text.working()
    assert copy
    edited = copy.questions.replace(old.encode(), new.encode())
    assert edited != copy.questions
    assert text.save(lambda raw: edited, copy.digest, Author(by.id, by.name)).outcome == "saved"


def publishes(desk: Desk, **more: str) -> str:
    base = desk.opens(PUBLISH).field("base")
    page = desk.posts(PUBLISH, base=base, **more)
    assert page.status == 200
    return page.notices()


def answers(learner: Learner, answer: str) -> None:
    page = learner.opens(f"/texts/{SLUG}/1")
    fields = {name: page.field(name) for name in ("csrf_token", "form")}
    assert learner.client.post(f"/texts/{SLUG}/1", data={**fields, "which-day": answer}).status_code == 303


def test_without_a_draft_there_is_nothing_to_publish(muna: Desk, texts: Room) -> None:
    page = muna.opens(PUBLISH)
    assert "لا يوجد شيء للنشر" in page.html
    assert 'name="base"' not in page.html


def test_one_button_publishes_for_all_at_once(muna: Desk, layla: Learner, texts: Room) -> None:
    other = create_app(texts.app.extensions["fahm"].config)  # another worker, which looks for changed files
    drafts(texts, muna, "عند النهر", "على الضفة")
    assert "على الضفة" not in layla.opens(f"/texts/{SLUG}/").html
    page = muna.opens(PUBLISH).html
    assert "لا توجد أخطاء" in page
    assert "الإعدادات" in page
    told = publishes(muna, why="عنوان أوضح")
    assert "نُشر" in told
    assert f'href="/texts/{SLUG}/"' in told
    assert "على الضفة" in layla.opens(f"/texts/{SLUG}/").html
    assert other.extensions["fahm"].library.refresh()
    assert "على الضفة" in Learner(other).opens(f"/texts/{SLUG}/").html
    other.extensions["fahm"].store.close()
    latest = texts.entries()[0]
    assert (latest.state, latest.name, latest.why) == ("published", "منى", "عنوان أوضح")
    log = muna.opens("/desk/teachers/log").html
    assert "نشر نص" in log
    assert SLUG in log


def test_errors_stop_it_and_warnings_do_not(muna: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    drafts(texts, muna, "type: short", "type: shirt")
    page = muna.opens(PUBLISH)
    assert 'name="base"' not in page.html
    assert f"/desk/texts/{SLUG}/edit#q-which-day" in page.html
    copy = authored(texts).working()
    assert copy
    refused = muna.posts(PUBLISH, base=copy.digest)
    assert refused.status == 422
    assert "لم يُنشر شيء" in refused.html
    assert texts.path.read_text() == old
    drafts(texts, muna, "type: shirt", "type: short")
    drafts(texts, muna, "    why: «صباح السبت».\n", "")
    assert "التنبيهات" in muna.opens(PUBLISH).html
    assert "نُشر" in publishes(muna)


def test_a_file_that_cannot_be_read_leads_to_its_line(muna: Desk, texts: Room) -> None:
    drafts(texts, muna, "accept: [", "accept: [[")
    page = muna.opens(PUBLISH)
    assert 'name="base"' not in page.html
    assert f"/desk/texts/{SLUG}/yaml#L" in page.html
    assert "/edit#" not in page.html


def test_what_was_not_seen_is_not_published(muna: Desk, texts: Room) -> None:
    drafts(texts, muna, "عند النهر", "على الضفة")
    base = muna.opens(PUBLISH).field("base")
    drafts(texts, muna, "على الضفة", "قرب النهر")
    stale = muna.posts(PUBLISH, base=base)
    assert stale.status == 409
    assert "عند النهر" in texts.path.read_text()
    assert muna.posts(PUBLISH, base=stale.field("base")).status == 200
    assert "قرب النهر" in texts.path.read_text()


def test_a_file_changed_in_the_same_place_is_shown_beside_it(muna: Desk, texts: Room) -> None:
    drafts(texts, muna, "عند النهر", "على الضفة")
    texts.path.write_text(texts.path.read_text().replace("عند النهر", "في الوادي"))
    stale = muna.posts(PUBLISH, base=muna.opens(PUBLISH).field("base"))
    assert stale.status == 409
    assert "في الوادي" in stale.html
    assert "على الضفة" in stale.html
    over = muna.posts(PUBLISH, base=stale.field("base"), over=stale.field("over"))
    assert "نُشر" in over.notices()
    assert "على الضفة" in texts.path.read_text()


def test_it_names_the_questions_that_change(muna: Desk, texts: Room) -> None:
    text = authored(texts)
    copy = text.working()
    assert copy
    first, second = (source.id for source in question_sources(copy.questions))
    text.save(lambda raw: remove_question(raw, first), copy.digest, Author(muna.id, muna.name))
    page = muna.opens(PUBLISH).html
    assert "محذوف" in page
    again = text.working()
    assert again
    values = question_sources(again.questions)[0].values | {"prompt": "متى كان ذلك؟"}
    text.save(lambda raw: change_question(raw, second, values), again.digest, Author(muna.id, muna.name))
    page = muna.opens(PUBLISH).html
    assert "متى كان ذلك؟" in page
    assert "معدّل" in page


def test_it_counts_the_marks_that_a_regrade_would_change(muna: Desk, layla: Learner, texts: Room) -> None:
    joins(layla, muna.code, "ليلى")
    answers(layla, "الجمعة")
    drafts(texts, muna, "accept: [السبت, صباح السبت]", "accept: [السبت, صباح السبت, الجمعة]")
    page = muna.opens(PUBLISH).html
    assert "إجابات مسلّمة" in page
    assert "الجمعة" in page.partition("على سبيل المثال")[2]
    assert 'class="up"' in page
    assert "نُشر" in publishes(muna)
    page = muna.opens(PUBLISH).html
    assert f'href="/desk/regrade/{SLUG}"' in page
    assert "up" in muna.opens(f"/desk/regrade/{SLUG}").html


def test_many_answers_are_graded_in_parts(
    muna: Desk, layla: Learner, texts: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(layla, "الاثنين")
    answers(layla, "الثلاثاء")
    drafts(texts, muna, "accept: [السبت, صباح السبت]", "accept: [السبت, صباح السبت, الاثنين]")
    monkeypatch.setattr(regrading, "MAX_GRADED", 1)
    assert "<progress" in muna.opens(PUBLISH).html
    assert "<progress" not in muna.opens(PUBLISH).html


def test_only_makers_and_admins_come_in(muna: Desk, sami: Desk, texts: Room) -> None:
    drafts(texts, muna, "عند النهر", SECRET)
    base = muna.opens(PUBLISH).field("base")
    for page in (sami.opens(PUBLISH), sami.posts(PUBLISH, base=base), sami.posts(f"/desk/texts/{SLUG}/archive")):
        assert page.status == 404
        assert SECRET not in page.html
    services = texts.app.extensions["fahm"]
    services.store.makers.add(services.config.school, SLUG, sami.id, OPERATOR)
    assert "نُشر" in publishes(sami)
    assert texts.entries()[0].name == "سامي"


def test_a_text_that_was_never_published_is_put_before_readers(muna: Desk, layla: Learner, texts: Room) -> None:
    text = authored(texts, "first")
    new = texts.path.read_bytes().replace(b"river.txt", b"first.txt").replace("عند النهر".encode(), "جديد".encode())
    seed = (texts.content / "seeds" / "river.txt").read_bytes()
    text.save(lambda raw: new, "", Author(muna.id, muna.name), text=seed)
    assert layla.opens("/texts/first/").status == 404
    page = muna.opens("/desk/texts/first/publish")
    assert "هذا النص جديد" in page.html
    assert 'value="archive' not in page.html
    assert "نُشر" in muna.posts("/desk/texts/first/publish", base=page.field("base")).notices()
    assert "جديد" in layla.opens("/texts/first/").html


def test_archiving_is_an_edit_of_the_file(muna: Desk, layla: Learner, texts: Room) -> None:
    old = texts.path.read_text()
    drafts(texts, muna, "عند النهر", "على الضفة")
    assert "نُقل" in muna.posts(f"/desk/texts/{SLUG}/archive").notices()
    assert "archived: true" in texts.path.read_text()
    assert "عند النهر" not in layla.opens("/").html
    assert "على الضفة" in muna.opens(PUBLISH).html, "the draft stays"
    assert "استُعيد" in muna.posts(f"/desk/texts/{SLUG}/unarchive").notices()
    assert texts.path.read_text() == old
    assert "عند النهر" in layla.opens("/").html
    log = muna.opens("/desk/teachers/log").html
    assert "أرشفة نص" in log
    assert "استعادة نص من الأرشيف" in log


def test_a_broken_file_is_not_archived(muna: Desk, texts: Room) -> None:
    texts.path.write_text("text: [")
    assert "لم يتغير شيء" in muna.posts(f"/desk/texts/{SLUG}/archive").notices()
    assert texts.path.read_text() == "text: ["


def test_a_disk_that_refuses_is_said(muna: Desk, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    drafts(texts, muna, "عند النهر", "على الضفة")
    base = muna.opens(PUBLISH).field("base")
    monkeypatch.setattr("webapp.assessment.authoring.working_copy.replace_together", full)
    assert muna.posts(PUBLISH, base=base).status == 403
    assert muna.posts(f"/desk/texts/{SLUG}/archive").status == 403


def test_editing_can_be_switched_off(read_only: Flask, content: Path, clock: Clock) -> None:
    muna, texts = Desk(read_only, "منى", "muna", "صف"), Room(read_only, content, clock)
    old = texts.path.read_text()
    drafts(texts, muna, "عند النهر", "على الضفة")
    copy = authored(texts).working()
    assert copy
    assert 'name="base"' not in muna.opens(PUBLISH).html
    for end in ("publish", "archive", "unarchive"):
        assert muna.posts(f"/desk/texts/{SLUG}/{end}", base=copy.digest).status == 403, end
    assert texts.path.read_text() == old
