"""The scores of a class: who stands where, what page and files say, who is let in, and who needs help."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, joins, wrong_answer
from store.helpers import START as HERE
from web.teacher.demo_class import Room, Row, csv_rows, page_tables, records
from webapp.content import Lesson
from webapp.domain.assignment import NewAssignment
from webapp.web.teacher.results import table_view
from webapp.web.teacher.results.next_lesson import hardest

READERS = 14
"""Enough to sort and to need help; each of the pages, of which there are hundreds, has a row for each."""
WITH_TABLES = ("scores", "learner_scores", "text_scores", "item_scores", "question_scores", "heat_map")


def table_addresses(room: Room) -> dict[str, str]:
    """Every page of the scores that has tables, by endpoint."""
    given = {"class_id": room.desk.class_id, "slug": SLUG, "learner": room.learners[0], "question": "summit-day"}
    rooms = (
        "webapp.web.teacher.results.scores",
        "webapp.web.teacher.results.learner_report",
        "webapp.web.teacher.results.item_analysis",
        "webapp.web.teacher.results.heatmap",
    )
    with room.app.test_request_context():
        bound = room.app.url_map.bind("localhost")
        return {
            rule.endpoint: bound.build(rule.endpoint, {name: given[name] for name in rule.arguments})
            for rule in room.app.url_map.iter_rules()
            if room.app.view_functions[rule.endpoint].__module__ in rooms
        }


def xlsx_rows(body: bytes) -> list[Row]:
    """What the one sheet of a workbook holds, cell by cell, without its heading."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        parts = set(book.namelist())
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in parts else ()
        strings = ["".join(text.text or "" for text in one.iter(f"{space}t")) for one in shared]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in list(sheet.iter(f"{space}row"))[1:]:
        cells: dict[int, str] = {}
        for cell in row:
            letters = re.sub(r"\d", "", cell.get("r", ""))
            at = sum((ord(sign) - 64) * 26**place for place, sign in enumerate(reversed(letters))) - 1
            value = cell.findtext(f"{space}v") or ""
            cells[at] = strings[int(value)] if cell.get("t") == "s" else value
        rows.append([cells.get(at, "") for at in range(max(cells) + 1)])
    return rows


def as_number(value: str) -> float | str:
    """A number, a time as a spreadsheet counts days, or the words that they are."""
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return (datetime.fromisoformat(value) - datetime(1899, 12, 30, tzinfo=UTC)) / timedelta(days=1)
    except ValueError:
        return value.removeprefix("'")


def test_every_table_says_the_same_as_its_files(room: Room) -> None:
    addresses, compared = table_addresses(room), 0
    assert len(addresses) == 6
    for address in addresses.values():
        tables = page_tables(room.desk.opens(address).html)
        assert tables, address
        for name, rows in tables.items():
            assert rows, (address, name)
            asked = f"{address}?table={name}&as="
            in_csv, in_xlsx = (room.desk.client.get(asked + kind).data for kind in ("csv", "xlsx"))
            for other in (csv_rows(in_csv), xlsx_rows(in_xlsx)):
                assert len(other) == len(rows), (address, name)
                for mine, theirs in zip(rows, other, strict=True):
                    padded = theirs + [""] * (len(mine) - len(theirs))
                    for one, two in zip(map(as_number, mine), map(as_number, padded), strict=True):
                        assert one == (pytest.approx(two, rel=1e-9) if isinstance(two, float) else two), (name, mine)
                        compared += isinstance(one, float)
    assert compared > 2000


def test_files_are_named_and_kept_out_of_caches(room: Room) -> None:
    for kind, mimetype in (("csv", "text/csv"), ("xlsx", "spreadsheetml")):
        reply = room.desk.client.get(room.desk.of_class(f"scores?as={kind}"))
        assert mimetype in reply.headers["Content-Type"]
        assert reply.headers["Content-Disposition"] == f"attachment; filename=fahm-scores.{kind}"
        assert reply.headers["Cache-Control"] == "no-store"
    for odd in ("as=pdf", "table=nothing", "table=nothing&as=csv"):
        assert room.desk.opens(room.desk.of_class(f"scores?{odd}")).status == 404


def test_every_page_with_tables_is_looked_at(room: Room) -> None:
    assert set(table_addresses(room)) == {f"desk.{name}" for name in WITH_TABLES}


@pytest.mark.parametrize("name", WITH_TABLES)
def test_every_column_of_every_table_sorts_without_a_script(room: Room, name: str) -> None:
    # Of the questions, which have a column each, one of each type: they differ in nothing else.
    first = {item.question.type: item.question.id for item in reversed(room.lesson.items)}
    alike = {item.question.id for item in room.lesson.items} - {*first.values()}
    address = table_addresses(room)[f"desk.{name}"]
    html = room.desk.opens(address).html
    links = [unescape(link) for link in re.findall(r'<a class="sort" href="([^"#]+)', html)]
    assert len(links) > 4, address
    tables = page_tables(html)
    for link in links:
        table, column = (re.search(rf"[?&]{key}=([^&]+)", link) for key in ("table", "sort"))
        assert table, link
        assert column, link
        if column[1] in alike:
            continue
        up = room.desk.opens(link)
        assert up.html.count('aria-sort="ascending"') == 1, link
        assert up.html.count("aria-sort") == 1, link
        down = room.desk.opens(f"{link}&down=1")
        assert down.html.count('aria-sort="descending"') == 1
        rows = page_tables(up.html)[table[1]]
        assert sorted(rows) == sorted(page_tables(down.html)[table[1]]) == sorted(tables[table[1]])


@pytest.mark.parametrize("odd", ["endpoint=x", "_method=POST", "_external=1", "_scheme=ftp", "_anchor=x", "class_id=x"])
def test_an_address_takes_no_argument_that_it_does_not_know(room: Room, odd: str) -> None:
    for address in table_addresses(room).values():
        page = room.desk.client.get(f"{address}{'&' if '?' in address else '?'}{odd}")
        assert page.status_code == 200, address
        assert odd not in page.text


def test_what_is_empty_comes_last_either_way(room: Room) -> None:
    question = next(
        item.question.id
        for item in room.lesson.items
        if 0 < sum(item.question.id in own for own in room.work().standings.values()) < READERS
    )
    address = room.desk.of_class(f"texts/{SLUG}?sort={question}")
    at = [*("learner", "earned", "possible", "share", "answered"), *(i.question.id for i in room.lesson.items)]
    place = at.index(question)
    for down in ("", "&down=1"):
        column = [row[place] for row in page_tables(room.desk.opens(address + down).html)["marks"]]
        known = [value for value in column if value]
        assert column == [*known, *[""] * (len(column) - len(known))]
        assert [*map(float, known)] == sorted(map(float, known), reverse=bool(down))


def test_a_teacher_reads_the_marks_that_the_learner_is_told(room: Room) -> None:
    work = room.work()
    for learner in room.learners:
        mine, theirs = work.sum_of(learner), room.progress(learner).total()
        assert (mine.earned, mine.possible) == (theirs.earned, theirs.possible), learner
        assert (mine.answered, mine.questions) == (theirs.answered, theirs.questions), learner
        for item in room.lesson.items:
            own = room.progress(learner).standings[item.question.id]
            assert work.at(learner, item).earned == (own.earned if own.decided else None)


SAID = ("إجابة صحيحة", "صحيحة جزئيًا", "غير صحيحة", "بلا إجابة", "بانتظار التصحيح")


def test_no_verdict_is_told_by_colour_alone(room: Room) -> None:
    html = room.desk.opens(room.desk.of_class(f"texts/{SLUG}")).html
    for sign, said in zip("✓◐✗·…", SAID, strict=True):
        assert f'<span class="sign" aria-hidden="true">{sign}</span>' in html
        assert f'<span class="visually-hidden"> {said}</span>' in html


def test_simulated_learners_say_so_in_page_and_file(room: Room) -> None:
    for address in table_addresses(room).values():
        if address.endswith("scores"):
            assert "محاكاة" in room.desk.opens(address).html
    rows = csv_rows(room.desk.client.get(room.desk.of_class("scores?as=csv")).data)
    assert all("محاكاة" in row[0] for row in rows)


def test_who_needs_help_is_named_with_the_reason_and_the_place(room: Room) -> None:
    html = room.desk.opens(room.desk.of_class("scores")).html
    found = re.search(r'<ul class="helps".*?<details', html, re.S)
    assert found
    assert "لا توجد إجابة منذ" in found[0]
    assert "نسبة الدرجات" in found[0]
    places = re.findall(r'class="small" href="([^"]+)"', found[0])
    assert places
    for place in places:
        address, _, anchor = unescape(place).partition("#")
        assert f'id="{anchor}"' in room.desk.opens(address).html


def test_low_shares_are_named_first_and_strong_readers_are_not(room: Room) -> None:
    work = room.work()
    shares = {member.name: work.sum_of(member.learner).share or 0.0 for member in work.learners}
    html = unescape(room.desk.opens(room.desk.of_class("scores")).html)
    listed = re.findall(r'class="who" href="[^"]*"><bdi>([^<]*)</bdi>', html)
    weak = [name for name, share in shares.items() if share < 0.5]
    assert weak
    assert set(weak) <= set(listed)
    assert [name for name in listed if name in weak] == sorted(weak, key=lambda name: shares[name])
    assert listed[: len(weak)] == sorted(weak, key=lambda name: shares[name])


def test_a_teacher_changes_the_limits_of_the_list(room: Room) -> None:
    def listed(query: str) -> list[str]:
        html = room.desk.opens(room.desk.of_class("scores") + query).html
        return re.findall(r'class="who" href="[^"]*"><bdi>([^<]*)</bdi>', html)

    assert len(listed("?low=99")) > len(listed(""))
    assert listed("?low=٩٩") == listed("?low=99")
    assert listed("?low=0&drop=x&wrong=-1&tries=" + "9" * 400) == listed("")
    assert 'name="low" value="٨٠"' in room.desk.opens(room.desk.of_class("scores?low=80")).html


def test_the_limits_are_kept_for_the_class_with_who_set_them(room: Room) -> None:
    def listed(query: str = "") -> list[str]:
        html = room.desk.opens(room.desk.of_class("scores") + query).html
        return re.findall(r'class="who" href="[^"]*"><bdi>([^<]*)</bdi>', html)

    usual, address = listed(), room.desk.of_class("scores/limits")
    fields = {"low": "٩٩", "drop": "25", "wrong": "3", "tries": "3", "days": "7"}
    assert "حُفظ" in room.desk.posts(address, **fields).notices()
    assert len(listed()) > len(usual)
    assert listed("?low=55") == usual, "the address still has its say"
    page = room.desk.opens(room.desk.of_class("scores")).html
    assert 'name="low" value="٩٩"' in page
    assert "سجل التغييرات" in page
    assert "منى" in page.partition("سجل التغييرات")[2]
    for wrong in ({"low": "0"}, {"days": ""}, {"tries": "x"}):
        assert "لم يُحفظ شيء" in room.desk.posts(address, **{**fields, **wrong}).notices()
    room.desk.posts(address, usual="1")
    assert listed() == usual
    store, school = room.desk.client.application.extensions["fahm"].store, room.desk.school
    kept = store.help_limits.all(school, room.desk.class_id)
    assert [dict(limits.values) for limits in kept] == [
        {},
        {"low": 0.99, "drop": 0.25, "wrong": 3, "tries": 3, "days": 7},
    ]
    assert {limits.teacher for limits in kept} == {room.desk.id}
    assert store.help_limits.latest(school, "another") is None


def test_every_link_of_the_scores_leads_somewhere(room: Room) -> None:
    waiting = list(table_addresses(room).values())
    seen = {address: room.desk.opens(address) for address in waiting}
    while waiting:
        links = {
            unescape(link).partition("#")[0] for link in re.findall(r'href="(/desk/[^"]*)"', seen[waiting.pop()].html)
        }
        new = sorted(link for link in links - seen.keys() if "sort=" not in link and "as=" not in link)
        # In other rooms one of each kind from a page: those for each question differ in nothing else.
        kinds = {re.sub(r"(?<=/questions/)[^/?]+|(?<==).*", "", link): link for link in new}
        new = [link for link in new if link.startswith("/desk/classes/") or link in kinds.values()]
        seen |= {link: room.desk.opens(link) for link in new}
        # One of each kind: all learners' pages are made alike, and so are the questions'.
        waiting += [link for link in new if re.match("/desk/classes/(?!.*/questions/).*/(scores|texts)", link)][:3]
    assert {address: page.status for address, page in seen.items() if page.status != 200} == {}
    assert len(seen) > 80


def test_another_teacher_finds_none_of_it(room: Room) -> None:
    sami = Desk(room.app, "سامي", "sami", "الصفّ السادس")
    for address in table_addresses(room).values():
        for asked in ("", "?as=csv", "?as=xlsx", "?sort=learner"):
            assert sami.opens(address + asked).status == 404, address
    # Nor through a class of his own.
    for path in (f"learners/{room.learners[0]}/scores", f"texts/{SLUG}/questions/nothing", "texts/nothing"):
        assert sami.opens(sami.of_class(path)).status == 404
    items = sami.of_class(f"texts/{SLUG}/items")
    assert page_tables(sami.opens(items).html) == {}
    assert {row[2] for row in csv_rows(sami.client.get(f"{items}?as=csv").data)} == {""}
    assert "محاكاة" not in sami.opens(sami.of_class(f"texts/{SLUG}/questions/summit-day")).html


@pytest.mark.usefixtures("layla")
def test_a_class_without_answers_says_so(muna: Desk, omar: Learner) -> None:
    joins(omar, muna.code, "عمر")
    assert "لم يُجب أحد في هذا الصف بعد" in muna.opens(muna.of_class("scores")).html
    for path in ("", "/heat", "/items"):
        assert "لم يُجب أحد عن أسئلة هذا النص بعد" in muna.opens(muna.of_class(f"texts/{SLUG}{path}")).html


@pytest.mark.usefixtures("layla")
def test_an_open_answer_waits_and_is_marked(muna: Desk, lesson: Lesson, app: Flask) -> None:
    (layla,) = muna.people.members(muna.school, muna.class_id)
    question = next(one.question.id for one in lesson.items if one.question.type == "open")
    waiting = records(app, layla.learner, question, {question: ["لأنّ اليابان تخشى هذا التقارب."]})
    text, record = muna.of_class(f"texts/{SLUG}"), muna.of_class(f"learners/{layla.learner}/scores")
    (one,) = page_tables(muna.opens(text).html)["marks"]
    assert "بانتظار التصحيح" in one
    for address in (text, record, f"{text}/questions/{question}"):
        assert "إجابات بانتظار التصحيح" in muna.opens(address).html, address
    app.extensions["fahm"].store.add_mark(muna.school, layla.learner, waiting.id, 1, "أحسنتِ", "منى")
    page = muna.opens(record).html
    assert "صحّحها المعلم" in page
    assert "أحسنتِ" in page
    (one,) = page_tables(muna.opens(text).html)["marks"]
    assert "بانتظار التصحيح" not in one
    assert one[1] == "1.0"


@pytest.mark.usefixtures("layla")
def test_quick_wrong_answers_are_named_as_guessing_and_as_a_run(muna: Desk, lesson: Lesson, app: Flask) -> None:
    (layla,) = muna.people.members(muna.school, muna.class_id)
    choices = [item.question.id for item in lesson.items if item.question.type in ("choice", "judgement")]
    for n, question in enumerate(choices[:6]):
        at = HERE + timedelta(minutes=n)
        records(
            app,
            layla.learner,
            question,
            lesson.item(question).question.wrong_fields(),
            seconds=2.0,
            at=at,
        )
    html = muna.opens(muna.of_class("scores")).html
    assert "٦ إجابات خاطئة على التوالي" in html
    assert "أسرع من أن تكون عن قراءة" in html


def test_who_is_stuck_is_written_to_and_given_more_tries(muna: Desk, lesson: Lesson, app: Flask) -> None:
    (layla,) = muna.people.members(muna.school, muna.class_id)
    question = next(item.question.id for item in lesson.items if item.question.type == "short")
    for n in range(3):
        at = app.extensions["fahm"].config.now() - timedelta(minutes=10 - n)
        records(app, layla.learner, question, {question: [("خطأ", "بعيد", "آخر")[n]]}, at=at)
    scores = muna.of_class("scores")
    html = muna.opens(scores).html
    assert f"/learners/{layla.learner}/notes" in html
    assert "/desk/assignments/" not in re.search(r'class="helps".*?</section>', html, re.S)[0]
    given = app.extensions["fahm"].store.assignments.add(
        muna.school, NewAssignment(SLUG, classes=(muna.class_id,)), muna.id
    )
    address = f"/desk/assignments/{given.id}/learners/{layla.learner}"
    assert address in muna.opens(scores).html
    assert muna.opens(address).status == 200


@pytest.mark.usefixtures("layla")
def test_two_records_of_one_learner_are_one_row(muna: Desk, omar: Learner, lesson: Lesson, app: Flask) -> None:
    joins(omar, muna.code, "ليلى أيضًا")
    two, one = muna.people.members(muna.school, muna.class_id)
    records(app, one.learner, "summit-day", lesson.item("summit-day").question.wrong_fields())
    records(app, two.learner, "summit-day", lesson.item("summit-day").question.right_fields())
    address = muna.of_class(f"texts/{SLUG}")
    assert len(page_tables(muna.opens(address).html)["marks"]) == 2
    assert muna.people.merge(muna.school, one.learner, two.learner)
    (row,) = page_tables(muna.opens(address).html)["marks"]
    assert (row[1], row[4]) == ("1.0", "1")


def test_the_record_shows_what_helped(room: Room) -> None:
    tries = [one for learner in room.learners for one in room.store.tries(room.school, learner, SLUG)]
    helped = next(one for one in tries if any(token.startswith("word:") for token in one.support))
    own = [one for one in tries if one.learner == helped.learner]
    rows = page_tables(room.desk.opens(room.desk.of_class(f"learners/{helped.learner}/scores")).html)["tries"]
    assert len(rows) == len(own)
    assert [float(row[-1]) for row in rows] == [sum(t.startswith("word:") for t in one.support) for one in own]
    kept = room.desk.opens(room.desk.of_class(f"learners/{helped.learner}/scores?text=another")).html
    assert page_tables(kept)["tries"] == []


def test_the_next_lesson_takes_up_what_most_points_were_lost_at(room: Room) -> None:
    (work,) = [room.work()]
    marks = work.marks
    facility = {
        name: sum(known) / len(known) / marks.maxima[n]
        for n, name in enumerate(marks.questions)
        if (known := [row[n] for row in marks.marks if row[n] is not None])
    }
    with room.app.test_request_context():
        klass = room.store.people.school_class(room.school, room.desk.class_id)
        found = hardest(klass, [work])
    assert 0 < len(found) <= 3
    assert [one.share for one in found] == sorted(one.share for one in found)
    assert all(one.share < 0.6 for one in found)
    for one in found:
        assert one.share == pytest.approx(facility[one.address.rpartition("/")[2]], abs=0.1)
    html = room.desk.opens(room.desk.of_class("scores")).html
    section = html.partition('id="next"')[2].partition("</section>")[0]
    assert "للدرس القادم" in section
    assert [one.address in section for one in found] == [True] * len(found)
    assert "معًا" in section


def test_without_readers_enough_no_question_is_called_hard(
    app: Flask, muna: Desk, layla: Learner, lesson: Lesson
) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"who-announced": wrong_answer(lesson, "who-announced")})
    assert "للدرس القادم" not in muna.opens(muna.of_class("scores")).html


def headings(html: str) -> list[tuple[str, str]]:
    """The attributes of every column's heading, and the address of the one link in it that sorts."""
    cells = re.findall(r'<th scope="col"([^>]*)>(.*?)</th>', html, re.S)
    found = [
        (attributes, re.findall(r'<a class="sort" href="([^"]+)">(.*?)</a>', inside, re.S))
        for attributes, inside in cells
    ]
    assert all(len(links) == 1 and re.sub("<[^>]+>", "", links[0][1]).strip() for _, links in found)
    return [(attributes, unescape(links[0][0])) for attributes, links in found]


def test_every_column_heading_is_a_link_that_sorts_and_then_turns_the_order_round(room: Room) -> None:
    for address in table_addresses(room).values():
        unsorted = headings(room.desk.opens(address).html)
        assert unsorted, address
        (order, back), *more = [
            head for head in headings(room.desk.opens(unsorted[0][1]).html) if "aria-sort" in head[0]
        ]
        assert not more, address
        assert 'aria-sort="ascending"' in order, address
        (turned,) = [attributes for attributes, _ in headings(room.desk.opens(back).html) if "aria-sort" in attributes]
        assert 'aria-sort="descending"' in turned, address


def test_a_page_shows_the_first_rows_of_a_long_table_and_the_files_have_all(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_view, "MAX_ROWS", 5)
    address = f"texts/{SLUG}/questions/summit-day"
    page = room.desk.opens(room.desk.of_class(address)).html
    all_rows = csv_rows(room.desk.client.get(room.desk.of_class(f"{address}?table=answers&as=csv")).data)
    assert len(all_rows) > 5
    table = page[page.index('id="t-answers"') :]
    assert table.count("<tr>") == 1 + 5
    assert "من ٢٤" in table or f"{len(all_rows)}" in table.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    assert "data-partial" in table
