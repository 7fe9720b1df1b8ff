"""A question changes after it was answered: what the desk shows, applies and takes back, and what a learner sees."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask

import webapp.assessment.recomputed_standing
import webapp.assessment.regrading
from conftest import ROOT, Desk, Learner, Page, joins
from store.helpers import Clock
from webapp import create_app
from webapp.assessment import apply_regrade
from webapp.assessment.grade_memo import GradeMemo
from webapp.assessment.recomputed_standing import mark_points
from webapp.assessment.regrading import plan_undo
from webapp.config import Config
from webapp.store.protocols.regrades import Batch
from webapp.store.sql.attempts.regrades import SqlRegrades
from webapp.web.teacher.marking import regrading as regrading_pages

HOME = ROOT / "tests" / "content"
FIRST, ROOM = "/texts/river/1", "/desk/regrade/river"
RIGHT = "accept: [السبت, صباح السبت]"
SUNDAY = "refuse: [الأحد]"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(HOME / name, tmp_path / name)
    return tmp_path


def edit(app: Flask, *pairs: tuple[str, str]) -> None:
    """Save the question file with other words in it."""
    services = app.extensions["fahm"]
    path = services.config.content / "questions" / "river.yaml"
    source = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in source
        source = source.replace(old, new)
    path.write_text(source, encoding="utf-8")
    services.library.refresh()
    assert services.library.snapshot.problems == ()


def sunday_is_right(app: Flask) -> None:
    edit(app, (RIGHT, "accept: [الأحد]"), (SUNDAY, "refuse: [الجمعة]"))


def says(learner: Learner, *answers: str, question: str = "which-day") -> None:
    for answer in answers:
        learner.answers(FIRST, {question: answer}, check=question)


def choose(learner: Learner, words: str) -> None:
    card = learner.opens(FIRST).card("who-went")
    found = re.search(rf'value="([^"]+)"(?:(?!value=).)*?{words}', card, re.S)
    assert found
    says(learner, found[1], question="who-went")


def applies(desk: Desk, reason: str = "صار الأحد هو الجواب", follow: bool = True, **changed: str) -> Page:
    page = desk.opens(ROOM)
    fields = {name: page.field(name) for name in ("token", "stamp")}
    return desk.posts(ROOM, follow=follow, reason=reason, **fields | changed)


def takes_back(desk: Desk) -> Page:
    found = re.search(r'name="token" value="([^"]+)">\s*<input type="hidden" name="batch" value="([^"]+)"',
                      desk.opens(ROOM).html)  # fmt: skip
    assert found
    return desk.posts(f"{ROOM}/undo", token=found[1], batch=found[2])


def standing(app: Flask, desk: Desk, name: str, question: str = "which-day"):
    services = app.extensions["fahm"]
    (one,) = (one for one in desk.people.members(desk.school, desk.class_id) if one.name == name)
    return services.store.standings(desk.school, one.learner, "river")[question]


def everything(app: Flask) -> tuple[object, ...]:
    """What regrading may touch, as it stands."""
    services = app.extensions["fahm"]
    learners = {one.learner for one in services.store.all_tries("default")}
    standings = [services.store.standings("default", one, "river") for one in sorted(learners)]
    return list(services.store.all_tries("default")), standings, services.store.counts("default", "river")


def test_nothing_is_to_be_regraded_while_nothing_changed(muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    assert "صُحّحت كل الإجابات بحسب الأسئلة كما هي الآن" in muna.opens("/desk/regrade").html
    assert "لا توجد إجابات تحتاج إلى إعادة تصحيح" in muna.opens(ROOM).html


def test_a_change_is_shown_and_changes_nothing_by_itself(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    before = everything(app)
    sunday_is_right(app)
    assert "عند النهر" in muna.opens("/desk/regrade").html
    page = muna.opens(ROOM).html
    assert "ليلى" in page
    assert "١ / ١" in page
    assert re.search(r'class="down">٠ / ١', page)
    assert everything(app) == before
    assert "إجابة صحيحة" in layla.opens(FIRST).text("which-day")


def test_what_changed_in_the_question_is_shown_before_it_is_applied(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    part = muna.opens(ROOM).html.partition('id="what-changed"')[2].partition("</section>")[0]
    assert [label.strip() for label in re.findall(r"<dt>([^<]*)", part)] == ["الإجابات المقبولة", "إجابات مرفوضة"]
    before, after = (re.findall(rf"<{tag}[^>]*>([^<]*)", part) for tag in ("del", "ins"))
    assert (before, after) == (["السبت\nصباح السبت", "الأحد"], ["الأحد", "الجمعة"])


def test_other_tries_alone_are_said_to_change_nothing_in_the_question(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "الأحد", "السبت")
    edit(app, ("level: A2", "level: A2\ntries: 1"))
    part = muna.opens(ROOM).html.partition('id="what-changed"')[2].partition("</section>")[0]
    assert "<dt>" not in part
    assert "لم يتغير السؤال نفسه" in part


def test_applying_moves_the_mark_and_the_learner_sees_why(app: Flask, muna: Desk, layla: Learner, clock: Clock) -> None:
    says(layla, "الأحد", "الأحد صباحًا", "يوم الأحد")
    assert standing(app, muna, "ليلى").earned == 0
    sunday_is_right(app)
    assert "طُبّقت إعادة التصحيح" in applies(muna).html
    assert standing(app, muna, "ليلى").earned == 1
    said = layla.opens(FIRST).text("which-day")
    assert "أُعيد التصحيح في ٢٤ نوفمبر ٢٠٢٦: كانت الدرجة ٠ من ١ فصارت ١ من ١." in said
    assert "والسبب: صار الأحد هو الجواب" in said
    assert "إجابة صحيحة" in said
    assert "كانت الدرجة ٠ من ١ فصارت ١ من ١." in layla.opens("/texts/river/result").html
    assert "لا توجد إجابات تحتاج إلى إعادة تصحيح" in muna.opens(ROOM).html


def test_nothing_of_a_try_is_lost(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    services = app.extensions["fahm"]
    (before,) = services.store.all_tries("default")
    sunday_is_right(app)
    applies(muna)
    (after,) = services.store.all_tries("default")
    assert (after.version, after.response, after.at) == (before.version, before.response, before.at)
    assert (before.verdict, after.verdict) == ("accepted", "refused")
    assert after.regraded.version != before.version
    for version in (before.version, after.regraded.version):
        assert services.store.version_body("default", "river", "which-day", version)
    (batch,) = services.store.regrades.batches("default", "river")
    (row,) = services.store.regrades.rows("default", batch.batch.id)
    assert (row["old"].version, row["old"].verdict) == (before.version, "accepted")


def test_the_sequence_of_tries_counts_by_the_present_question(app: Flask, muna: Desk, layla: Learner) -> None:
    """The second try was wrong, and is right now: it costs one failed try, and what came after it is not counted."""
    says(layla, "الجمعة", "الأحد", "السبت")
    assert standing(app, muna, "ليلى").earned == pytest.approx(1 - 2 * 0.3333)
    sunday_is_right(app)
    applies(muna)
    now = standing(app, muna, "ليلى")
    assert now.earned == pytest.approx(1 - 0.3333)
    assert (now.verdict, now.settled) == ("accepted", True)
    assert "الإجابة: الأحد" in layla.opens(FIRST).text("which-day")
    assert "٠٫٧ من ١" in layla.opens(FIRST).text("which-day")


def test_who_may_try_again_is_not_told_the_reason_yet(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    applies(muna)
    said = layla.opens(FIRST).text("which-day")
    assert "ويُذكر السبب بعد انتهاء السؤال" in said
    assert "صار الأحد هو الجواب" not in said
    says(layla, "الأحد")
    assert "إجابة صحيحة" in layla.opens(FIRST).text("which-day")


def test_points_change_only_when_it_is_applied(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    edit(app, ("prompt: في أي يوم خرجا؟", "prompt: في أي يوم خرجا؟\n    points: 2"))
    assert "١ من ١" in layla.opens(FIRST).text("which-day")
    applies(muna, "السؤال بدرجتين")
    said = layla.opens(FIRST).text("which-day")
    assert "كانت الدرجة ١ من ١ فصارت ٢ من ٢" in said
    assert standing(app, muna, "ليلى").possible == 2


def test_an_answer_whose_option_is_gone_keeps_its_grade(app: Flask, muna: Desk, layla: Learner, omar: Learner) -> None:
    joins(omar, muna.code, "عمر")
    choose(layla, "مع أبيها")
    choose(omar, "مع أخيها")
    edit(app, ("{text: مع أبيها, why", "{text: مع أمّها, why"))
    page = muna.opens(ROOM).html
    assert re.search(r"لم تعد توافق السؤال.*?: ١<", page, re.S)
    before = standing(app, muna, "ليلى", "who-went")
    applies(muna)
    assert standing(app, muna, "ليلى", "who-went") == before
    assert "لا توجد إجابات تحتاج إلى إعادة تصحيح" in muna.opens(ROOM).html
    assert "أُعيد التصحيح" not in layla.opens(FIRST).text("who-went")


def test_a_question_that_is_gone_leaves_its_answers_as_they_were(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    before = everything(app)
    path = app.extensions["fahm"].config.content / "questions" / "river.yaml"
    source = path.read_text(encoding="utf-8")
    path.write_text(source[: source.index("  - id: which-day")], encoding="utf-8")
    app.extensions["fahm"].library.refresh()
    page = muna.opens(ROOM).html
    assert "which-day" in page
    assert "أسئلة حُذفت" in muna.opens("/desk/regrade").html
    assert "تطبيق إعادة التصحيح" not in page
    assert everything(app) == before


def test_applying_twice_is_once(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    page = muna.opens(ROOM)
    fields = {name: page.field(name) for name in ("token", "stamp")}
    for _ in range(2):
        assert muna.posts(ROOM, reason="خطأ في المفتاح", **fields).status == 200
    store = app.extensions["fahm"].store
    assert len(store.regrades.batches("default", "river")) == 1
    assert store.check()["counts"]["regrades"] == 1


def test_a_reason_is_needed(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    before = everything(app)
    page = applies(muna, "  ")
    assert page.status == 422
    assert "اكتب السبب أولًا" in page.html
    assert everything(app) == before


@pytest.mark.parametrize("what", ["file", "answer", "rules"])
def test_what_no_longer_holds_is_shown_anew_and_not_applied(
    app: Flask, muna: Desk, layla: Learner, omar: Learner, what: str
) -> None:
    joins(omar, muna.code, "عمر")
    says(layla, "السبت")
    says(omar, "الجمعة")
    sunday_is_right(app)
    page = muna.opens(ROOM)
    fields = {name: page.field(name) for name in ("token", "stamp")}
    if what == "file":
        edit(app, ("refuse: [الجمعة]", "refuse: [الخميس]"))
    elif what == "rules":
        edit(app, ("level: A2", "level: A2\npenalty: 0.5"))
    else:
        says(omar, "الأحد")
    before = everything(app)
    refused = muna.posts(ROOM, reason="خطأ في المفتاح", **fields)
    assert refused.status == 409
    assert "ولم يُطبّق شيء" in refused.html
    assert everything(app) == before
    assert refused.field("stamp") != fields["stamp"]
    again = muna.posts(ROOM, reason="خطأ في المفتاح", token=refused.field("token"), stamp=refused.field("stamp"))
    assert "طُبّقت إعادة التصحيح" in again.html


def test_what_goes_wrong_in_the_middle_leaves_nothing(
    app: Flask, muna: Desk, layla: Learner, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(omar, muna.code, "عمر")
    says(layla, "السبت")
    says(omar, "السبت")
    sunday_is_right(app)
    before, calls, right = everything(app), [], mark_points

    def fails_the_last_time(*given: object) -> float:
        calls.append(given)
        if len(calls) == 4:  # after, of two learners; then the standings, of which one is written
            raise RuntimeError("the power went")
        return right(*given)

    page = muna.opens(ROOM)
    fields = {name: page.field(name) for name in ("token", "stamp")}
    for module in (webapp.assessment.regrading, webapp.assessment.recomputed_standing):
        monkeypatch.setattr(module, "mark_points", fails_the_last_time)
    assert muna.posts(ROOM, reason="خطأ", **fields).status == 500
    assert len(calls) == 4
    monkeypatch.undo()
    assert everything(app) == before
    assert app.extensions["fahm"].store.check()["counts"]["regrades"] == 0
    assert "طُبّقت إعادة التصحيح" in applies(muna).html


def test_taking_it_back_brings_the_marks_back_and_keeps_both(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "الجمعة", "الأحد", "السبت")
    store = app.extensions["fahm"].store
    standings, counts = everything(app)[1:]
    sunday_is_right(app)
    applies(muna)
    assert everything(app)[1:] != (standings, counts)
    assert "أُلغيت إعادة التصحيح" in takes_back(muna).html
    assert everything(app)[1:] == (standings, counts)
    assert len(store.regrades.batches("default", "river")) == 2
    assert "إجابة صحيحة" in layla.opens(FIRST).text("which-day")
    assert "فصارت ٠٫٣ من ١" in layla.opens(FIRST).text("which-day")
    assert "تطبيق إعادة التصحيح" in muna.opens(ROOM).html


def test_what_was_regraded_since_is_not_taken_back(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    applies(muna)
    first = re.search(r'name="batch" value="([^"]+)"', muna.opens(ROOM).html)
    assert first
    edit(app, ("accept: [الأحد]", "accept: [السبت]"))
    applies(muna)
    page = muna.posts(f"{ROOM}/undo", token="t" * 20, batch=first[1])
    assert "تعذر التراجع" in page.html
    assert standing(app, muna, "ليلى").earned == 1


def test_an_answer_after_the_regrading_counts_on_from_it(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    applies(muna)
    says(layla, "الأحد")
    assert standing(app, muna, "ليلى").earned == pytest.approx(1 - 0.3333)


def test_a_teacher_regrades_the_own_classes_and_an_admin_the_school(
    app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner
) -> None:
    joins(omar, sami.code, "عمر")
    for reader in (layla, omar):
        says(reader, "السبت")
    sunday_is_right(app)
    page = sami.opens(ROOM).html
    assert "صفوفك وحدهم" in page
    assert "ليلى" not in page
    applies(sami)
    assert standing(app, sami, "عمر").earned == 0
    assert standing(app, muna, "ليلى").earned == 1
    page = muna.opens(ROOM).html
    assert "متعلمي المدرسة كلهم" in page
    applies(muna)
    assert standing(app, muna, "ليلى").earned == 0
    assert "لا توجد إجابات تحتاج إلى إعادة تصحيح" in sami.opens(ROOM).html


def test_an_admin_sees_no_names_of_other_classes(
    app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner
) -> None:
    joins(omar, sami.code, "عمر")
    says(omar, "السبت")
    sunday_is_right(app)
    page = muna.opens(ROOM).html
    assert "عمر" not in page
    assert "متعلم" in page
    applies(muna)
    assert standing(app, sami, "عمر").earned == 0


def test_another_teachers_regrading_is_not_mine_to_take_back(
    app: Flask, muna: Desk, sami: Desk, layla: Learner, omar: Learner
) -> None:
    joins(omar, sami.code, "عمر")
    says(layla, "السبت")
    sunday_is_right(app)
    applies(muna)
    found = app.extensions["fahm"].store.regrades.batches("default", "river")[0]
    assert sami.posts(f"{ROOM}/undo", token="t" * 20, batch=found.batch.id).status == 404
    assert standing(app, muna, "ليلى").earned == 0


def test_too_many_answers_are_left_to_the_command_line(
    app: Flask, muna: Desk, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    monkeypatch.setattr("webapp.web.teacher.marking.regrading.MAX_ANSWERS_IN_PAGE", 0)
    page = muna.opens(ROOM).html
    assert "fahm regrade river" in page
    assert "تطبيق إعادة التصحيح" not in page


def many_answers(app: Flask, desk: Desk, count: int = 5) -> list[Learner]:
    """So many learners of the class with different wrong answers, each twice; then the key changes."""
    learners = [Learner(app) for _ in range(count)]
    for number, learner in enumerate(learners):
        joins(learner, desk.code, f"متعلم {number}")
        says(learner, f"السبت رقم {number}", f"صباح {number}")
    sunday_is_right(app)
    return learners


def regraded(app: Flask) -> tuple[object, ...]:
    """Counters and standings, without the times of the clock."""
    return everything(app)[1:]


def test_a_page_grades_some_answers_and_comes_again_for_the_rest(
    app: Flask, muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regrading_pages, "MAX_GRADED", 4)
    many_answers(app, muna)
    before = everything(app)
    pages = [muna.opens(ROOM) for _ in range(3)]
    shown = [page.html for page in pages]
    assert ["<progress" in page for page in shown] == [True, True, False]
    assert [page.response.headers.get("Refresh") for page in pages] == ["1", "1", None]
    assert "٤ / ١٠" in shown[0]
    assert "٨ / ١٠" in shown[1]
    assert "تطبيق إعادة التصحيح" in shown[2]
    assert everything(app) == before


def test_a_press_in_a_process_that_has_graded_nothing_begins_with_grading(
    app: Flask, muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_answers(app, muna)
    before, page = everything(app), muna.opens(ROOM)
    fields = {name: page.field(name) for name in ("token", "stamp")}
    monkeypatch.setattr(regrading_pages, "MAX_GRADED", 4)
    monkeypatch.setattr(regrading_pages, "_memo", GradeMemo())
    assert "<progress" in muna.posts(ROOM, reason="خطأ", **fields).html
    assert everything(app) == before


def test_it_is_written_in_parts_of_whole_learners(app: Flask, muna: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply_regrade, "MAX_GRADES_IN_PART", 3)
    many_answers(app, muna)
    regrades = app.extensions["fahm"].store.regrades
    with patch.object(regrades, "apply", wraps=regrades.apply) as apply:
        applies(muna)
    assert [len(call.args[5]) for call in apply.call_args_list] == [4, 4, 2]
    assert len(regrades.batches("default", "river")) == 1
    assert "لا توجد إجابات تحتاج إلى إعادة تصحيح" in muna.opens(ROOM).html


def test_what_is_cut_off_between_two_parts_is_gone_on_with_and_counts_once(
    app: Flask, muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_answers(app, muna)
    untouched = regraded(app)
    monkeypatch.setattr(apply_regrade, "MAX_GRADES_IN_PART", 1)
    regrades = app.extensions["fahm"].store.regrades
    applies(muna)
    whole = regraded(app)
    takes_back(muna)
    assert regraded(app) == untouched
    calls = count(1)

    def killed_at_the_third(*given: object, **more: object) -> bool:
        if next(calls) == 3:
            raise KeyboardInterrupt
        return bool(SqlRegrades.apply(regrades, *given, **more))  # type: ignore[arg-type]

    edit(app, ("accept: [الأحد]", "accept: [الاثنين, الأحد]"))
    with patch.object(regrades, "apply", killed_at_the_third), pytest.raises(KeyboardInterrupt):
        applies(muna)
    assert regraded(app) not in (untouched, whole)
    assert app.extensions["fahm"].store.check()["counts"]["regrades"] == 10 + 10 + 4
    assert "طُبّقت إعادة التصحيح" in applies(muna).html
    assert app.extensions["fahm"].store.check()["counts"]["regrades"] == 10 + 10 + 10
    assert [(row.earned, row.tries) for row in everything(app)[2]] == [(0.0, 10)]  # type: ignore[attr-defined]


def test_one_press_writes_so_much_and_the_next_goes_on_in_the_same_batch(
    app: Flask, muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_answers(app, muna)
    untouched = regraded(app)
    monkeypatch.setattr(apply_regrade, "MAX_GRADES_IN_PART", 1)
    monkeypatch.setattr(regrading_pages, "MAX_APPLIED", 6)
    page = applies(muna, "خطأ في المفتاح")
    assert "هذا هو الباقي" in page.notices()
    assert page.field("reason") == "خطأ في المفتاح" or 'value="خطأ في المفتاح"' in page.html
    fields = {name: page.field(name) for name in ("token", "stamp")}
    assert "طُبّقت إعادة التصحيح" in muna.posts(ROOM, reason="خطأ في المفتاح", **fields).html
    (batch,) = app.extensions["fahm"].store.regrades.batches("default", "river")
    assert (batch.tries, batch.learners) == (10, 5)
    assert "طُبّقت إعادة التصحيح" in muna.posts(ROOM, reason="خطأ في المفتاح", **fields).html  # sent once more
    assert app.extensions["fahm"].store.check()["counts"]["regrades"] == 10
    takes_back(muna)
    assert regraded(app) == untouched


def test_taking_back_that_was_cut_off_is_gone_on_with(app: Flask, muna: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    many_answers(app, muna)
    untouched = regraded(app)
    applies(muna)
    services = app.extensions["fahm"]
    (batch,) = services.store.regrades.batches("default", "river")
    lesson = services.library.snapshot.lessons["river"]
    monkeypatch.setattr(apply_regrade, "MAX_GRADES_IN_PART", 1)
    plan = plan_undo(services.store, "default", lesson, None, batch.batch.id)
    undoing = Batch("undo-1", "river", "", "رجوع", batch.batch.id)
    apply_regrade.apply_plan(services.store, "default", lesson, plan, undoing, most=4)
    rest = plan_undo(services.store, "default", lesson, None, batch.batch.id)
    assert len(rest.changes) == 6
    apply_regrade.apply_plan(services.store, "default", lesson, rest, replace(undoing, id="undo-2"))
    assert regraded(app) == untouched
    assert services.store.check()["counts"]["regrades"] == 20


def test_two_workers_apply_it_once(app: Flask, config: Config, muna: Desk, layla: Learner) -> None:
    says(layla, "السبت")
    sunday_is_right(app)
    page = muna.opens(ROOM)
    fields = {name: page.field(name) for name in ("token", "stamp")}
    other = create_app(config)
    for made in (app, other):
        desk = made.test_client()
        desk.set_cookie("fahm_desk", muna.client.get_cookie("fahm_desk").value)
        token = Page(desk.get("/join")).field("csrf_token")
        reply = desk.post(ROOM, data={"csrf_token": token, "reason": "خطأ في المفتاح", **fields})
        assert reply.status_code == 303
    assert other.extensions["fahm"].store.check()["counts"]["regrades"] == 1
    other.extensions["fahm"].store.close()


def test_rules_alone_are_offered_applied_and_taken_back(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "الأحد", "السبت")
    before = standing(app, muna, "ليلى")
    assert before.earned == pytest.approx(0.6667)
    edit(app, ("level: A2", "level: A2\npenalty: 0.5"))
    assert "عند النهر" in muna.opens("/desk/regrade").html
    assert re.search(r"٠٫٧ / ١</td>\s*<td class=\"down\">٠٫٥ / ١", muna.opens(ROOM).html)
    assert standing(app, muna, "ليلى") == before
    assert "طُبّقت إعادة التصحيح" in applies(muna, "تغيّر الخصم").html
    assert standing(app, muna, "ليلى").earned == 0.5
    assert "لا توجد إجابات تحتاج إلى إعادة تصحيح" in muna.opens(ROOM).html
    assert "والسبب: تغيّر الخصم" in layla.opens(FIRST).text("which-day")
    takes_back(muna)
    assert standing(app, muna, "ليلى") == before


def test_fewer_tries_settle_a_question_once_it_is_applied(app: Flask, muna: Desk, layla: Learner) -> None:
    says(layla, "الأحد")
    assert not standing(app, muna, "ليلى").settled
    edit(app, ("level: A2", "level: A2\ntries: 1"))
    applies(muna, "محاولة واحدة")
    assert standing(app, muna, "ليلى").settled
    takes_back(muna)
    assert not standing(app, muna, "ليلى").settled


WRITTEN = """
  - id: why
    paragraph: 1
    type: open
    process: infer
    prompt: لمَ؟
    rubric:
      - {points: 2, text: يذكر السبب.}
    model: لأنه أراد ذلك.
"""


@pytest.mark.parametrize(("points", "mark"), [(4, 2), (1, 1)])
def test_the_most_of_an_open_answer_follows_its_rubric(
    app: Flask, muna: Desk, layla: Learner, points: int, mark: int
) -> None:
    """A mark that was given stays, but is never more than there is to earn."""
    path = app.extensions["fahm"].config.content / "questions" / "river.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + WRITTEN, encoding="utf-8")
    edit(app)
    says(layla, "لأنه نسي.", question="why")
    (one,) = app.extensions["fahm"].store.unmarked("default")
    app.extensions["fahm"].store.add_mark("default", one.learner, one.id, 2, "", muna.id)
    edit(app, ("{points: 2,", f"{{points: {points},"))
    assert standing(app, muna, "ليلى", "why").possible == 2
    applies(muna, "تغيّر السلّم")
    found = standing(app, muna, "ليلى", "why")
    assert (found.earned, found.possible) == (mark, points)
    assert app.extensions["fahm"].store.marks("default", one.learner, "river")[one.id].points == 2
    takes_back(muna)
    found = standing(app, muna, "ليلى", "why")
    assert (found.earned, found.possible) == (2, 2)
