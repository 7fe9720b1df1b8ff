"""The gradebook of a class: what stands in it, its filters, its grade for the school, its files."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest

from conftest import SLUG, Desk
from web.assigning import traced_reads
from web.teacher.demo_class import Room, csv_rows
from web.teacher.results.test_scores import xlsx_rows
from webapp.web.teacher.gradebook.gradebook_view import BANDS

READERS = 14
TEXT = f"text:{SLUG}"


def rows(html: str) -> dict[str, list[str]]:
    """By learner, the exact values of the cells."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    values = [re.findall(r' data-v="([^"]*)"', row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)]
    return {unescape(row[0]): row[1:] for row in values if row}


def test_each_learner_has_the_share_that_the_scores_show(room: Room) -> None:
    html, work = room.desk.opens(room.desk.of_class("gradebook")).html, room.work()
    shown = rows(html)
    assert len(shown) == READERS
    for member in work.members:
        share = work.sum_of(member.learner).share
        value = shown[member.name][1]
        assert float(value) == pytest.approx(share) if share is not None else not value
    assert "Shown" not in html
    shares = [total.share for member in work.learners if (total := work.sum_of(member.learner)).share is not None]
    mean = sum(shares) / len(shares)
    done = sum(work.finished(member.learner) for member in work.members)
    foot = room.desk.opens(room.desk.of_class("gradebook")).html.partition("<tfoot>")[2]
    assert f"{int(100 * mean + 0.5)}" in _latin(foot)
    assert re.search(rf"{done} (من|of) {READERS}", _latin(foot))


def test_no_colour_stands_alone(room: Room) -> None:
    html = room.desk.opens(room.desk.of_class("gradebook")).html
    signs = {band.tint: band.sign for band in BANDS}
    tinted = re.findall(r'<td class="(tint-\d)"[^>]*>.*?aria-hidden="true">(.)</span>', html)
    assert len(tinted) >= 5
    for tint, sign in tinted:
        assert sign in (signs[tint], "…")
    assert len(set(signs.values())) == len(signs)


def test_filters_need_no_script_and_stay_in_every_address(room: Room) -> None:
    everybody = rows(room.desk.opens(room.desk.of_class("gradebook")).html)
    name = next(iter(everybody))
    page = room.desk.opens(room.desk.of_class(f"gradebook?name={name}&process=infer&text={SLUG}&text=other"))
    assert set(rows(page.html)) == {known for known in everybody if name in known}
    for address in re.findall(r'href="([^"]*(?:sort|as)=[^"]*)"', page.html):
        assert "process=infer" in address
        assert "text=other" in address
    infer = [item for item in room.lesson.items if item.question.process == "infer"]
    member = next(member for member in room.work().members if member.name == name)
    points = [result for item in infer if (result := room.work().at(member.learner, item)).earned is not None]
    share = sum(result.earned or 0 for result in points) / sum(result.possible for result in points)
    assert float(rows(page.html)[name][1]) == pytest.approx(share)
    nobody = room.desk.opens(room.desk.of_class("gradebook?name=zzz"))
    assert not rows(nobody.html)
    for odd in ("since=2026-99-99", "until=x", "process=x", "group=x", "sort=x", "since=0001-01-01"):
        assert rows(room.desk.opens(room.desk.of_class(f"gradebook?{odd}")).html) == everybody, odd


def test_a_period_has_the_answers_of_its_days_alone(room: Room) -> None:
    standings = room.store.reports.standings(room.school, room.learners).values()
    times = sorted(standing.at for own in standings for standing in own.values())
    day_before = (times[0] - timedelta(days=1)).date()
    nothing = room.desk.opens(room.desk.of_class(f"gradebook?until={day_before}"))
    assert "gradebook" in nothing.html
    assert all(len(row) == 1 for row in rows(nothing.html).values())
    everything = rows(room.desk.opens(room.desk.of_class(f"gradebook?since={day_before}")).html)
    assert everything == rows(room.desk.opens(room.desk.of_class("gradebook")).html)


def test_sorting_orders_page_and_file_alike(room: Room) -> None:
    page = rows(room.desk.opens(room.desk.of_class("gradebook?sort=grade&down=1")).html)
    grades = [float(row[0]) for row in page.values() if row[0]]
    assert grades == sorted(grades, reverse=True)
    file = csv_rows(room.desk.opens(room.desk.of_class("gradebook?sort=grade&down=1&as=csv")).response.data)
    assert [row[0].removeprefix("'") for row in file] == list(page)


def test_files_hold_what_the_page_shows(room: Room) -> None:
    page = rows(room.desk.opens(room.desk.of_class("gradebook")).html)
    for kind in ("csv", "xlsx"):
        body = room.desk.client.get(room.desk.of_class(f"gradebook?as={kind}")).data
        read = csv_rows(body) if kind == "csv" else xlsx_rows(body)
        shown = {row[0].removeprefix("'"): row for row in read}
        for name, values in page.items():
            cells = [*shown[name], "", ""]
            for cell, value in zip((cells[1], cells[3]), values, strict=True):
                assert float(cell or "nan") == pytest.approx(float(value or "nan"), nan_ok=True)
    for kind, first in (("moodle", "First name"), ("classroom", "Last Name")):
        body = room.desk.opens(room.desk.of_class(f"gradebook?as={kind}")).response.data.decode("utf-8-sig")
        read = list(csv.reader(io.StringIO(body)))
        assert read[0][0] == first
        assert len(read) == len(page) + (1 if kind == "moodle" else 3)
    assert room.desk.opens(room.desk.of_class("gradebook?as=exe")).status == 404


def test_the_rule_stands_in_words_and_is_followed(room: Room) -> None:
    desk, address = room.desk, room.desk.of_class("gradebook/rule")
    assert "الدرجة = متوسط" in desk.opens(desk.of_class("gradebook")).html
    saved = desk.posts(address, out_of="20", rounding="half", **{f"weight.{TEXT}": "٢٫٥"})
    assert saved.status == 200
    rule = room.store.grading.rule(room.school, desk.class_id)
    assert (rule.out_of, rule.rounding, rule.weights) == (20, "half", {TEXT: 2.5})
    for grade, share in rows(saved.html).values():
        assert not share or float(grade) == int(float(share) * 40 + 0.5 + 1e-9) / 2
    for wrong in ({"out_of": "30", "rounding": "half"}, {"out_of": "20", "rounding": "up"}, {}):
        assert desk.posts(address, **wrong).status == 400
    for typed in ("-1", "كثير", "", "101"):
        refused = desk.posts(address, out_of="10", rounding="tenth", **{f"weight.{TEXT}": typed, "weight.text:no": "4"})
        assert refused.status == 422
        assert re.search(rf'value="{typed}"[^>]* aria-invalid="true" aria-describedby="(w-\d+-fault)"', refused.html)
        assert "اكتب عددًا من ٠ إلى ١٠٠" in refused.html
        assert 'value="10" checked' in refused.html
    assert room.store.grading.rule(room.school, desk.class_id).weights == {TEXT: 2.5}
    left_out = desk.posts(address, out_of="100", rounding="whole", **{f"weight.{TEXT}": "0"})
    assert all(not grade for grade, _ in rows(left_out.html).values())
    desk.posts(address, out_of="100", rounding="whole", **{f"weight.{TEXT}": "1"})


def test_an_excused_learner_loses_nothing(room: Room) -> None:
    desk, learner = room.desk, room.learners[0]
    name = next(member.name for member in room.work().members if member.learner == learner)
    excuse = desk.of_class("gradebook/excuse")
    assert name in desk.posts(excuse, learner=learner, column=TEXT, excused="1").html
    grade, share = rows(desk.opens(desk.of_class("gradebook")).html)[name]
    assert not grade
    assert not share
    assert desk.posts(excuse, learner="nobody", column=TEXT, excused="1").status == 404
    assert desk.posts(excuse, learner=learner, column="text:nothing", excused="1").status == 404
    desk.posts(excuse, learner=learner, column=TEXT, excused="0")
    assert rows(desk.opens(desk.of_class("gradebook")).html)[name][1]


def test_an_empty_class_has_an_empty_gradebook(muna: Desk) -> None:
    for page in ("gradebook", "gradebook/rule", "reports", "groups", "gradebook?as=moodle", "gradebook?as=xlsx"):
        assert muna.client.get(muna.of_class(page)).status_code == 200, page


def _latin(text: str) -> str:
    return text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))


def test_a_larger_class_asks_no_more_of_the_database(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in ("gradebook", "reports", "gradebook?as=csv"):
        counts = []
        for name in ("", next(iter(rows(room.desk.opens(room.desk.of_class("gradebook")).html))).split()[0]):
            join = "&" if "?" in page else "?"
            with monkeypatch.context() as patch:
                statements = traced_reads(patch)
                room.desk.client.get(room.desk.of_class(f"{page}{join}name={name}"))
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 25, page
