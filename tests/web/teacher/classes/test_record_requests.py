"""Deleting and merging where another teacher has the learner too: nothing happens until that teacher accepts."""

from __future__ import annotations

from flask import Flask

from conftest import SLUG, Desk, Learner, joins
from webapp.store.protocols.record_requests import RecordRequest

FIRST = f"/texts/{SLUG}/1"


def ids(desk: Desk) -> dict[str, str]:
    return {one.name: one.learner for one in desk.people.members(desk.school, desk.class_id)}


def waiting(app: Flask, desk: Desk) -> list[RecordRequest]:
    return list(app.extensions["fahm"].store.requests.asked_of(desk.school, desk.id))


def exists(desk: Desk, learner: str) -> bool:
    return desk.people.summary(desk.school, learner) is not None


def asks_to_delete(desk: Desk, learner: str, name: str = "ليلى") -> str:
    return desk.posts(desk.of_class(f"learners/{learner}/delete"), name=name).html


def asks_to_merge(desk: Desk, kept: str, other: str) -> str:
    page = desk.opens(desk.of_class(f"merge?a={kept}&b={other}"))
    assert page.status == 200
    return desk.posts(desk.of_class("merge"), a=kept, b=other, kept=kept).html


def test_a_learner_of_another_teachers_archived_class_is_not_deleted(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    joins(layla, sami.code, "ليلى")
    layla.answers(FIRST, {"summit-day": "الخميس"})
    learner = ids(muna)["ليلى"]
    sami.people.archive(sami.school, sami.class_id, True)
    assert "لم يتغير شيء بعد" in asks_to_delete(muna, learner)
    assert exists(muna, learner)
    assert ids(sami) == {"ليلى": learner}
    (request,) = waiting(app, sami)
    assert (request.kind, request.teacher, request.record) == ("delete", muna.id, learner)


def test_no_record_is_put_in_the_place_of_another_teachers_learner(
    app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner
) -> None:
    joins(layla, sami.code, "ليلى")
    joins(omar, muna.code, "فارس")
    eman, faris = ids(muna)["ليلى"], ids(muna)["فارس"]
    for kept, other in ((faris, eman), (eman, faris)):
        assert "لم يتغير شيء بعد" in asks_to_merge(muna, kept, other)
        assert ids(sami) == {"ليلى": eman}
        assert set(ids(muna).values()) == {eman, faris}
    sami.people.archive(sami.school, sami.class_id, True)
    asks_to_merge(muna, faris, eman)
    assert set(ids(muna).values()) == {eman, faris}


def test_the_other_teacher_accepts_a_deletion_by_typing_the_name(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    joins(layla, sami.code, "ليلى حدّاد")
    learner = ids(muna)["ليلى"]
    asks_to_delete(muna, learner)
    page = sami.opens("/desk/")
    assert "طلب من <bdi>منى</bdi>" in page.html
    request = page.field("request")
    assert "لم يُحذف شيء" in sami.posts("/desk/requests", request=request, answer="accept", name="ليلى").html
    assert exists(muna, learner)
    done = sami.posts("/desk/requests", request=request, answer="accept", name="ليلى حداد").html
    assert "حُذف المتعلم" in done
    assert not exists(muna, learner)
    assert "قُبل طلبك حذف السجل" in muna.opens("/desk/").html
    assert "لم يعد هذا الطلب" in sami.posts("/desk/requests", request=request, answer="accept", name="ليلى حداد").html


def test_the_other_teacher_accepts_a_merge(app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    joins(omar, muna.code, "ليلى ٢")
    mine, again = ids(muna)["ليلى"], ids(muna)["ليلى ٢"]
    asks_to_merge(muna, mine, again)
    request = sami.opens("/desk/").field("request")
    assert "صار السجلان" in sami.posts("/desk/requests", request=request, answer="accept").html
    assert ids(muna) == {"ليلى": mine}
    actions = [one.action for one in app.extensions["fahm"].store.audit.entries(muna.school, limit=2)]
    assert actions == ["records-merged", "merge-accepted"]


def test_the_other_teacher_refuses_and_who_asked_is_told(muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    learner = ids(muna)["ليلى"]
    asks_to_delete(muna, learner)
    request = sami.opens("/desk/").field("request")
    assert "رُفض الطلب" in sami.posts("/desk/requests", request=request, answer="refuse").html
    assert exists(muna, learner)
    told = muna.opens("/desk/").html
    assert "رُفض طلبك حذف السجل" in told
    assert "طلباتك المعلقة" not in told


def test_who_asked_sees_that_it_waits_and_withdraws_it(app: Flask, muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    learner = ids(muna)["ليلى"]
    asks_to_delete(muna, learner)
    page = muna.opens("/desk/")
    assert "بانتظار" in page.html
    assert "سامي" in page.html
    assert "لديك طلب ينتظر" in muna.opens(muna.of_class(f"learners/{learner}/")).html
    request = page.field("request")
    # Nobody but the other teacher answers, and nobody but who asked withdraws.
    for answer in ("accept", "refuse"):
        assert "لم يعد هذا الطلب" in muna.posts("/desk/requests", request=request, answer=answer, name="ليلى").html
    assert "لم يعد هذا الطلب" in sami.posts("/desk/requests", request=request, answer="withdraw").html
    assert waiting(app, sami)
    assert "سُحب الطلب" in muna.posts("/desk/requests", request=request, answer="withdraw").html
    assert waiting(app, sami) == []
    assert exists(muna, learner)


def test_every_other_teacher_has_to_accept(app: Flask, muna: Desk, sami: Desk, layla: Learner) -> None:
    zayd = Desk(app, "زيد", "zayd", "الصفّ الثامن")
    joins(layla, sami.code, "ليلى")
    learner = ids(muna)["ليلى"]
    asks_to_delete(muna, learner)
    request = sami.opens("/desk/").field("request")
    joins(layla, zayd.code, "ليلى")  # and whoever has the learner by then is asked too
    accepted = sami.posts("/desk/requests", request=request, answer="accept", name="ليلى").html
    assert "لأن معلمين آخرين لم يوافقوا" in accepted
    assert exists(muna, learner)
    assert waiting(app, sami) == []
    zayd.posts("/desk/requests", request=request, answer="accept", name="ليلى")
    assert not exists(muna, learner)


def test_for_a_class_whose_teachers_have_left_an_admin_answers(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    zayd = Desk(app, "زيد", "zayd", "الصفّ الثامن")
    joins(layla, zayd.code, "ليلى")
    learner = ids(zayd)["ليلى"]
    muna.people.take_out(muna.school, muna.class_id, learner)
    joins(layla, sami.code, "ليلى")
    muna.people.close_account(muna.school, zayd.id, True)
    asks_to_delete(sami, learner)
    assert exists(sami, learner)
    assert "بانتظار مدير" in sami.opens("/desk/").html
    request = muna.opens("/desk/").field("request")
    muna.posts("/desk/requests", request=request, answer="accept", name="ليلى")
    assert not exists(sami, learner)


def test_a_request_ends_with_what_it_is_about(app: Flask, muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    learner = ids(muna)["ليلى"]
    asks_to_delete(muna, learner)
    muna.people.take_out(muna.school, muna.class_id, learner)
    assert "طلب من" not in sami.opens("/desk/").html
    joins(layla, muna.code, "ليلى")
    assert "طلب من" in sami.opens("/desk/").html
    muna.people.share(muna.school, muna.class_id, sami.id)
    muna.people.leave(muna.school, muna.class_id, muna.id)
    assert waiting(app, sami) == []


def test_the_learners_own_deletion_asks_nobody(app: Flask, muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    learner = ids(muna)["ليلى"]
    asks_to_delete(muna, learner)
    data = {"csrf_token": layla.opens("/me/delete").field("csrf_token"), "confirm": "حذف"}
    assert layla.client.post("/me/delete", data=data).status_code == 303
    assert not exists(muna, learner)
    assert waiting(app, sami) == []
    assert "طلباتك" not in muna.opens("/desk/").html


def test_an_answer_of_another_kind_is_refused(muna: Desk) -> None:
    assert muna.posts("/desk/requests", request="x", answer="delete").status == 400


def test_the_record_of_merged_learners_tells_nothing_of_the_other_teachers_class(
    app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner
) -> None:
    joins(layla, sami.code, "ليلى التي عند سامي")
    joins(omar, muna.code, "ليلى ٢")
    mine, again = ids(muna)["ليلى"], ids(muna)["ليلى ٢"]
    asks_to_merge(muna, again, mine)
    request = sami.opens("/desk/").field("request")
    sami.posts("/desk/requests", request=request, answer="accept")
    assert ids(muna) == {"ليلى ٢": again}
    for path in ("record.json", "record"):
        told = muna.opens(muna.of_class(f"learners/{again}/{path}")).html
        assert "عند سامي" not in told
        assert sami.class_id not in told
    assert "عند سامي" in sami.opens(f"/desk/classes/{sami.class_id}/learners/{again}/record.json").html


def merged(desk: Desk, kept: str, other: str) -> None:
    assert desk.people.merge(desk.school, kept, other, teacher=desk.id)


def test_a_merge_is_not_undone_without_the_other_teacher(
    app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner
) -> None:
    joins(layla, sami.code, "ليلى")
    joins(omar, muna.code, "ليلى الثانية")
    kept, other = ids(muna)["ليلى"], ids(muna)["ليلى الثانية"]
    merged(muna, kept, other)
    page = muna.posts(muna.of_class("unmerge"), learner=other)
    assert "لم يتغير شيء بعد" in page.html
    assert ids(muna) == {"ليلى": kept}
    (request,) = waiting(app, sami)
    assert (request.kind, request.record, request.kept) == ("separate", other, kept)
    home = sami.opens("/desk/").html
    assert "ليلى الثانية" in home
    assert "فصل" in home
    assert "فصل" in muna.opens("/desk/").html
    sami.posts("/desk/requests", request=request.id, answer="accept")
    assert ids(muna) == {"ليلى": kept, "ليلى الثانية": other}
    assert waiting(app, sami) == []
    log = [entry.action for entry in app.extensions["fahm"].store.audit.entries(muna.school)]
    assert log[:2] == ["records-separated", "separation-accepted"]


def test_an_undoing_that_is_refused_changes_nothing(
    app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner
) -> None:
    joins(omar, muna.code, "ليلى الثانية")
    kept, other = ids(muna)["ليلى"], ids(muna)["ليلى الثانية"]
    merged(muna, kept, other)
    joins(layla, sami.code, "ليلى")
    muna.posts(muna.of_class("unmerge"), learner=other)
    (request,) = waiting(app, sami)
    sami.posts("/desk/requests", request=request.id, answer="refuse")
    assert ids(muna) == {"ليلى": kept}
    assert "رُفض طلبك فصل" in muna.opens("/desk/").html
    assert waiting(app, sami) == []


def test_a_merge_that_concerns_nobody_else_is_undone_at_once(muna: Desk, layla: Learner, omar: Learner) -> None:
    joins(omar, muna.code, "ليلى الثانية")
    kept, other = ids(muna)["ليلى"], ids(muna)["ليلى الثانية"]
    merged(muna, kept, other)
    muna.posts(muna.of_class("unmerge"), learner=other)
    assert ids(muna) == {"ليلى": kept, "ليلى الثانية": other}
