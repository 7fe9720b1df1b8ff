"""What a browser does that is signed in at the desk with a learner's record code is put down to that teacher."""

from __future__ import annotations

from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins
from webapp.store.protocols.audit_log import LEARNER, AuditEntry

FIRST = f"/texts/{SLUG}/1"


def posts(learner: Learner, url: str, **fields: object) -> Page:
    data = {"csrf_token": learner.csrf_token(), **fields}
    return Page(learner.client.post(url, data=data, follow_redirects=True))


def entries(app: Flask, desk: Desk) -> list[AuditEntry]:
    return list(app.extensions["fahm"].store.audit.entries(desk.school))


def actions(app: Flask, desk: Desk) -> list[tuple[str, str, str]]:
    """Action, who did it and who is told, without what making the accounts has logged."""
    made = {"account-made", "invited", "admin-invited", "password-link"}
    return [(entry.action, entry.actor, entry.subject) for entry in entries(app, desk) if entry.action not in made]


def layla_of(desk: Desk) -> str:
    (member,) = [one for one in desk.people.members(desk.school, desk.class_id) if one.name == "ليلى"]
    return member.learner


def code_of(app: Flask, desk: Desk) -> str:
    learner = app.extensions["fahm"].store.learner(desk.school, layla_of(desk))
    assert learner is not None
    return str(learner.code)


def test_opening_a_record_at_the_desk_is_logged_and_told_to_the_other_teachers(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    joins(layla, sami.code, "ليلى")
    code = code_of(app, muna)
    for address, fields in (("/me/resume", {"code": code}), (f"/join/card/{code}", {})):
        posts(muna, address, **fields)
        assert actions(app, muna)[0] == ("record-opened", muna.id, sami.id)
    assert "ليلى" not in "".join(entry.detail for entry in entries(app, muna))
    assert code not in "".join(entry.detail for entry in entries(app, muna))
    home = sami.opens("/desk/").html
    assert "الصفّ السادس" in home
    assert "فُتح سجل" in home


def test_who_is_not_signed_in_opens_the_own_record_without_a_word(app: Flask, muna: Desk, layla: Learner) -> None:
    before = actions(app, muna)
    posts(Learner(app), "/me/resume", code=code_of(app, muna))
    layla.answers(FIRST, {"summit-day": "الخميس"})
    assert actions(app, muna) == before


def test_answers_from_a_browser_signed_in_at_the_desk_are_logged_once(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    joins(layla, sami.code, "ليلى")
    posts(muna, "/me/resume", code=code_of(app, muna))
    for answer in ("الأربعاء", "الخميس"):
        muna.answers(FIRST, {"summit-day": answer})
    assert actions(app, muna)[:2] == [("acted-as-learner", muna.id, sami.id), ("record-opened", muna.id, sami.id)]


def test_a_teachers_own_trial_as_a_reader_is_nobodys_affair(app: Flask, muna: Desk) -> None:
    before = actions(app, muna)
    muna.answers(FIRST, {"summit-day": "الخميس"})
    assert actions(app, muna) == before


def test_deleting_with_the_code_at_the_desk_asks_the_other_teacher(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    joins(layla, sami.code, "ليلى")
    learner = layla_of(muna)
    posts(muna, "/me/resume", code=code_of(app, muna))
    assert "لم يتغير شيء بعد" in posts(muna, "/me/delete", confirm="حذف").notices()
    assert muna.people.summary(muna.school, learner) is not None
    (request,) = app.extensions["fahm"].store.requests.asked_of(sami.school, sami.id)
    assert (request.kind, request.teacher, request.record) == ("delete", muna.id, learner)


def test_a_teacher_without_the_learner_deletes_nothing_with_the_code(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    learner = layla_of(muna)
    posts(sami, "/me/resume", code=code_of(app, muna))
    assert "لم يُحذف شيء" in posts(sami, "/me/delete", confirm="حذف").notices()
    assert muna.people.summary(muna.school, learner) is not None
    assert actions(app, muna)[0] == ("record-opened", sami.id, muna.id)


def test_a_learners_own_deletion_is_told_to_all_teachers(app: Flask, muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    posts(layla, "/me/delete", confirm="حذف")
    assert {(action, actor) for action, actor, _ in actions(app, muna)[:2]} == {("own-record-deleted", LEARNER)}
    assert {subject for *_, subject in actions(app, muna)[:2]} == {muna.id, sami.id}
    assert "حذف" in sami.opens("/desk/").html
    assert "أحد المتعلمين" in muna.opens("/desk/teachers/log").html


def test_deleting_the_own_learner_with_the_code_at_the_desk_is_logged(app: Flask, muna: Desk, layla: Learner) -> None:
    learner = layla_of(muna)
    posts(muna, "/me/resume", code=code_of(app, muna))
    posts(muna, "/me/delete", confirm="حذف")
    assert muna.people.summary(muna.school, learner) is None
    assert actions(app, muna)[0] == ("learner-deleted", muna.id, "")


def test_another_code_made_at_the_desk_is_told_to_the_other_teachers(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    joins(layla, sami.code, "ليلى")
    page = muna.opens(muna.of_class(f"learners/{layla_of(muna)}/new-code"))
    muna.posts(muna.of_class(f"learners/{layla_of(muna)}/new-code"), epoch=page.field("epoch"))
    assert actions(app, muna)[0] == ("record-code-changed", muna.id, sami.id)
    posts(muna, "/me/resume", code=code_of(app, muna))
    posts(muna, "/me/new-code", epoch=muna.opens("/me/new-code").field("epoch"))
    assert actions(app, muna)[0] == ("record-code-changed", muna.id, sami.id)


def test_a_deleted_class_is_told_to_who_shared_it(app: Flask, muna: Desk, sami: Desk) -> None:
    muna.people.share(muna.school, muna.class_id, sami.id)
    muna.posts(muna.of_class("delete"), name="الصفّ الخامس", records="1")
    assert actions(app, muna)[0] == ("class-deleted", muna.id, sami.id)
    assert "الصفّ الخامس" in sami.opens("/desk/").html


def test_who_joins_and_deletes_again_and_again_does_not_fill_the_desk(app: Flask, muna: Desk) -> None:
    for number in range(12):
        stranger = Learner(app)
        joins(stranger, muna.code, f"غريب {number}")
        posts(stranger, "/me/delete", confirm="حذف")
    home = muna.opens("/desk/").html
    assert home.count("حُذف سجل أحد المتعلمين في صفك") == 1
    assert "× ١٢" in home
    assert len([one for one in actions(app, muna) if one[0] == "own-record-deleted"]) == 12
