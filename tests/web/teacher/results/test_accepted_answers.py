"""Answers of learners that are accepted at the desk: groups, the key of the file, the regrade, and both taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Learner, Page, joins, right_fields
from web.teacher.editor.previewing import DAY, SLUG, Trials, content, undo_of
from webapp.config import Config

__all__ = ["content"]
FIRST = f"/texts/{SLUG}/1"
WEEKEND = "عطلة الأسبوع"
UNSURE = "السبت بعد سوق المدينة"
UNTIL = "إلى السبت"
REVIEW = f"/texts/{SLUG}/review"


@pytest.fixture
def readers(app: Flask, muna: Desk) -> list[Learner]:
    """Three say the weekend, one of them twice; one says another day; one is not sure of the words."""
    found = [Learner(app) for _ in range(5)]
    said = ((WEEKEND,), (f"في {WEEKEND}", WEEKEND), (f"{WEEKEND}!",), ("الجمعة",), (UNSURE, UNSURE))
    for number, (reader, answers) in enumerate(zip(found, said, strict=True)):
        joins(reader, muna.code, f"قارئ {number}")
        for answer in answers:
            reader.answers(FIRST, {DAY: answer}, check=DAY)
    return found


@pytest.fixture
def decides(muna: Desk) -> Callable[..., Page]:
    def decide(wording: str = WEEKEND, verdict: str = "right", **more: str) -> Page:
        address = muna.of_class(f"texts/{SLUG}/questions/{DAY}/accept")
        return muna.posts(address, wording=wording, verdict=verdict, part="", **more)

    return decide


def section(page: Page, name: str = "to-decide") -> str:
    return page.html.partition(f'id="{name}"')[2].partition("</section>")[0]


def verdicts(section: str) -> list[list[str]]:
    """The verdicts that each group of a section may be given."""
    return [
        re.findall(r'name="verdict" value="(\w+)"', group) for group in re.findall(r"<li>(.*?)</li>", section, re.S)
    ]


def applies(desk: Desk, page: Page) -> None:
    """Press the button of the regrade that a page shows."""
    fields = {name: page.field(name) for name in ("token", "stamp", "reason")}
    desk.posts(f"/desk/regrade/{SLUG}", **fields)


def question_page(desk: Desk, query: str = "") -> Page:
    return desk.opens(desk.of_class(f"texts/{SLUG}/questions/{DAY}{query}"))


def key_of(content: Path) -> str:
    found = re.search(r"accept: .*", (content / "questions" / f"{SLUG}.yaml").read_text("utf-8"))
    assert found
    return found[0]


@pytest.mark.usefixtures("readers")
def test_groups_stand_by_their_learners_with_buttons(muna: Desk) -> None:
    groups = re.findall(r"<li>(.*?)</li>", section(question_page(muna)), re.S)
    assert [re.search(r"<strong><bdi[^>]*>(.*?)</bdi>", group)[1] for group in groups] == [WEEKEND, UNSURE, "الجمعة"]  # type: ignore[index]
    assert "٣ متعلمين" in groups[0]
    assert f"في {WEEKEND}" in groups[0]
    assert verdicts(section(question_page(muna))) == [["right", "half"], ["right", "half", "wrong"], ["right", "half"]]
    assert "سوق" in groups[1]


@pytest.mark.usefixtures("readers")
def test_one_press_writes_the_key_of_the_file_and_shows_the_regrade(
    muna: Desk, content: Path, decides: Callable[..., Page], readers: list[Learner]
) -> None:
    before = (content / "questions" / f"{SLUG}.yaml").read_text("utf-8")
    page = decides()
    after = (content / "questions" / f"{SLUG}.yaml").read_text("utf-8")
    assert after == before.replace("[السبت, صباح السبت]", f"[السبت, صباح السبت, {WEEKEND}]")
    assert page.response.request.path == f"/desk/regrade/{SLUG}"
    assert "قارئ 0" in page.html
    assert "أُعيد النظر في الإجابات المقبولة" in page.field("reason")
    assert f"questions/{DAY}" in page.html  # the way back
    applied = muna.posts(
        f"/desk/regrade/{SLUG}",
        token=page.field("token"),
        stamp=page.field("stamp"),
        reason=page.field("reason"),
    )
    assert "طُبّق" in applied.notices() or "التصحيح" in applied.notices()
    told = readers[0].opens(FIRST).text(DAY)
    assert "أُعيد تصحيحها" in told or "أُعيد النظر" in told or "بعد إعادة" in told
    assert WEEKEND not in section(question_page(muna))
    token = re.search(r'name="batch" value="([^"]+)"', applied.html)
    assert token
    undone = muna.posts(f"/desk/regrade/{SLUG}/undo", batch=token[1], token=applied.field("token"))
    assert "تم التراجع" in undone.notices() or "أُرجع" in undone.notices() or "الدرجات" in undone.notices()


@pytest.mark.usefixtures("readers")
def test_half_is_half_for_all_who_said_it(app: Flask, muna: Desk, content: Path, decides: Callable[..., Page]) -> None:
    page = decides(verdict="half")
    assert f"{{text: {WEEKEND}, share: 0.5}}" in key_of(content)
    muna.posts(f"/desk/regrade/{SLUG}", token=page.field("token"), stamp=page.field("stamp"), reason="نصف")
    store = app.extensions["fahm"].store
    learners = [member.learner for member in muna.people.members(muna.school, muna.class_id)]
    standings = (store.standings("default", learner, SLUG).get(DAY) for learner in learners)
    marks = [standing.earned for standing in standings if standing]
    assert sorted(marks) == pytest.approx([0, 0, 0.5, 0.5, 0.5], abs=0.2)


@pytest.mark.usefixtures("readers")
def test_a_wrong_answer_is_sure_from_now_on(muna: Desk, content: Path, decides: Callable[..., Page]) -> None:
    decides(UNSURE, "wrong")
    text = (content / "questions" / f"{SLUG}.yaml").read_text("utf-8")
    assert f"refuse: [الأحد, {UNSURE}]" in text
    assert UNSURE not in section(question_page(muna))


def test_an_answer_that_the_key_takes_is_called_wrong_and_its_learner_is_told(
    muna: Desk, layla: Learner, content: Path, decides: Callable[..., Page]
) -> None:
    layla.answers(FIRST, {DAY: UNTIL}, check=DAY)
    taken = section(question_page(muna), "taken")
    assert UNTIL in taken
    assert verdicts(taken) == [["wrong"]]
    before = (content / "questions" / f"{SLUG}.yaml").read_text("utf-8")
    page = decides(UNTIL, "wrong")
    after = (content / "questions" / f"{SLUG}.yaml").read_text("utf-8")
    assert after == before.replace("refuse: [الأحد]", f"refuse: [الأحد, {UNTIL}]")
    applies(muna, page)
    assert "كانت الدرجة ١ من ١ فصارت ٠ من ١" in layla.opens(FIRST).text(DAY)
    assert UNTIL not in section(question_page(muna), "taken")
    assert "تم التراجع" in muna.posts(undo_of(page)).notices()
    assert (content / "questions" / f"{SLUG}.yaml").read_text("utf-8") == before


def test_what_the_key_names_itself_is_not_offered_as_wrong(muna: Desk, layla: Learner) -> None:
    layla.answers(FIRST, {DAY: "صباحَ السبت."}, check=DAY)
    assert not section(question_page(muna), "taken")


def test_a_gap_that_cannot_be_half_right_has_no_button_for_it(
    app: Flask, muna: Desk, layla: Learner, content: Path
) -> None:
    lesson = app.extensions["fahm"].library.lesson(SLUG)
    layla.answers(FIRST, {**right_fields(lesson, "who-went"), DAY: "السبت"})
    layla.answers(f"/texts/{SLUG}/2", {"gaps.1": "سفينة", "gaps.2": "ملاح"}, check="gaps")
    page = muna.opens(muna.of_class(f"texts/{SLUG}/questions/gaps"))
    assert verdicts(section(page)) == [["right"], ["right"]]
    before = (content / "questions" / f"{SLUG}.yaml").read_text("utf-8")
    address = muna.of_class(f"texts/{SLUG}/questions/gaps/accept")
    assert "لا يسمح" in muna.posts(address, wording="سفينة", verdict="half", part="1").notices()
    assert (content / "questions" / f"{SLUG}.yaml").read_text("utf-8") == before


def test_an_exam_tells_nothing_of_a_decision_before_its_results_are_told(
    app: Flask, muna: Desk, layla: Learner, content: Path, decides: Callable[..., Page]
) -> None:
    path = content / "questions" / f"{SLUG}.yaml"
    path.write_text(path.read_text("utf-8").replace("level: A2", "level: A2\nmode: exam"), "utf-8")
    app.extensions["fahm"].library.refresh()
    layla.answers(FIRST, {DAY: WEEKEND})
    assert WEEKEND not in question_page(muna).html  # it is not handed in yet
    token = layla.csrf_token()
    form = layla.opens(REVIEW).field("form")
    layla.client.post(REVIEW, data={"csrf_token": token, "form": form})
    addresses = (FIRST, f"/texts/{SLUG}/result", REVIEW, "/me", "/me/data.json", f"/texts/{SLUG}/worksheet?answers=1")
    waiting = [shown(layla, address) for address in addresses]
    page = decides()
    applies(muna, page)
    assert [shown(layla, address) for address in addresses] == waiting
    assert "أُعيد النظر" not in layla.opens(FIRST).html
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    assert "أُعيد النظر في الإجابات المقبولة" in layla.opens(FIRST).text(DAY)


def shown(learner: Learner, address: str) -> tuple[int, str]:
    """A page without the tokens that each drawing has anew."""
    page = learner.opens(address)
    return page.status, re.sub(r'(csrf_token|form|nonce|name)="[^"]*"|value="[^"]{16,}"', "", page.html)


@pytest.mark.usefixtures("readers")
def test_the_key_is_taken_back(muna: Desk, content: Path, decides: Callable[..., Page]) -> None:
    before = key_of(content)
    page = muna.posts(undo_of(decides()))
    assert "تم التراجع" in page.notices()
    assert key_of(content) == before
    assert WEEKEND in section(page)


@pytest.mark.usefixtures("readers")
def test_a_draft_beside_the_file_gets_the_wording_too(
    app: Flask, muna: Desk, content: Path, decides: Callable[..., Page]
) -> None:
    trials = Trials(app, muna, DAY)
    trials.decides("آخر الأسبوع")
    decides()
    assert f"accept: [السبت, صباح السبت, {WEEKEND}]" in key_of(content)
    assert WEEKEND in trials.draft
    assert "آخر الأسبوع" in trials.draft


@pytest.mark.usefixtures("readers")
def test_who_is_no_maker_sees_the_groups_and_why_there_are_no_buttons(
    app: Flask, muna: Desk, sami: Desk, content: Path
) -> None:
    muna.people.share(muna.school, muna.class_id, sami.id)
    page = sami.opens(muna.of_class(f"texts/{SLUG}/questions/{DAY}"))
    assert WEEKEND in section(page)
    assert 'name="verdict"' not in section(page)
    before = key_of(content)
    for end in ("accept", "take-back"):
        address = muna.of_class(f"texts/{SLUG}/questions/{DAY}/{end}")
        assert sami.posts(address, wording=WEEKEND, verdict="right").status == 403
    assert key_of(content) == before


@pytest.mark.usefixtures("readers")
def test_without_editing_the_file_stays(
    app: Flask, muna: Desk, config: Config, content: Path, decides: Callable[..., Page]
) -> None:
    app.extensions["fahm"] = replace(app.extensions["fahm"], config=replace(config, web_editing=False))
    before = key_of(content)
    assert decides().status == 403
    assert key_of(content) == before
    assert 'name="verdict"' not in section(question_page(muna))


@pytest.mark.usefixtures("readers")
def test_a_file_with_errors_is_left_as_it_is(muna: Desk, content: Path, decides: Callable[..., Page]) -> None:
    path = content / "questions" / f"{SLUG}.yaml"
    broken = path.read_text("utf-8").replace("process: retrieve", "process: nothing", 1)
    path.write_text(broken, "utf-8")
    decides()
    assert path.read_text("utf-8") == broken


@pytest.mark.usefixtures("readers")
def test_more_groups_are_a_press_away(app: Flask, muna: Desk) -> None:
    words = ["قمر", "كتاب", "سوق", "نهر", "بيت", "جبل", "شجرة", "سمكة", "قارب", "صياد", "خبز", "سلة"]
    for number, word in enumerate(words):
        reader = Learner(app)
        joins(reader, muna.code, f"آخر {number}")
        reader.answers(FIRST, {DAY: f"يوم {word}"}, check=DAY)
    page = section(question_page(muna))
    assert page.count("<li>") == 10
    assert "groups=all" in page
    assert section(question_page(muna, "?groups=all")).count("<li>") == 3 + len(words)


@pytest.mark.usefixtures("readers")
def test_the_page_of_a_text_has_the_groups_of_all_its_questions(muna: Desk) -> None:
    page = muna.opens(muna.of_class(f"texts/{SLUG}/to-decide"))
    assert WEEKEND in page.html
    assert f"questions/{DAY}/accept" in page.html
    assert "تحتاج إلى قرار" in muna.opens(muna.of_class(f"texts/{SLUG}")).html
    other = muna.opens(muna.of_class(f"texts/{SLUG}/to-decide")).html
    assert "who-went" not in other  # nothing is typed there


def test_a_question_that_nobody_answered_has_nothing_to_decide(muna: Desk) -> None:
    assert 'id="to-decide"' not in question_page(muna).html
    assert "لا توجد إجابات تحتاج إلى قرار" in muna.opens(muna.of_class(f"texts/{SLUG}/to-decide")).html


@pytest.mark.usefixtures("readers")
def test_the_marking_room_leads_to_refused_answers(muna: Desk) -> None:
    refused = section(muna.opens("/desk/marking"), "refused")
    assert f"questions/{DAY}#to-decide" in refused
    assert "/desk/classes/" in refused
