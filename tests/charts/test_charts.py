"""Pictures: well-formed, named, free of inline style, right to left, and with all their figures in a table."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from conftest import ROOT
from webapp.charts import (
    Chart,
    ChartLanguage,
    OptionShares,
    ParagraphTime,
    SentenceFigures,
    distractor_bars,
    heatmap,
    histogram,
    interval_chart,
    paragraph_times,
    progress_lines,
)
from webapp.charts.heatmap_text import TintScale, scale_of
from webapp.charts.svg import minutes, wrap_lines
from webapp.interchange.spreadsheet import to_csv

ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
CSS = (ROOT / "webapp" / "static" / "teacher" / "charts.css").read_text(encoding="utf-8")
SHARED = {"visually-hidden"}
OPTIONS = [OptionShares("<بيونغ> & يانغ", 0.625, True, 0.9, 0.25), OptionShares("اليابان", 0.375, False, 0.1, 0.75)]
TIMES = [ParagraphTime(1, 60, 30, 120), ParagraphTime(2, 95, 40, 240)]
WEEKS = [("٣ مارس", 0.25), ("١٠ مارس", None), ("١٧ مارس", 0.5), ("٢٤ مارس", 0.75)]
TOLD = [
    SentenceFigures(1, "قال <كذا>.", 0.5, 0.1, 0.2),
    SentenceFigures(1, "ثم قال.", 0.05),
    SentenceFigures(2, "وسكت."),
]


def digits(value: object) -> str:
    return str(value).translate(ARABIC)


VOICE = ChartLanguage(digits)


PICTURES = {
    "distractors": distractor_bars(OPTIONS, "p1", VOICE),
    "times": paragraph_times(TIMES, "p2", VOICE),
    "weeks": progress_lines(WEEKS, "p3", VOICE),
    "histogram": histogram([0, 1, 5, 9.99, 10], 10, "p4", VOICE),
    "interval": interval_chart(0.5, 0.25, 0.75, "p5", VOICE),
    "heat": heatmap(TOLD, VOICE),
    "no distractors": distractor_bars([], "p6", VOICE),
    "no times": paragraph_times([], "p7", VOICE),
    "no weeks": progress_lines([], "p8", VOICE),
    "no scores": histogram([], 10, "p9", VOICE),
    "no sentences": heatmap([], VOICE),
}
each_picture = pytest.mark.parametrize("name", PICTURES)
each_svg = pytest.mark.parametrize("name", [name for name, one in PICTURES.items() if one.svg.startswith("<svg")])


def tree(picture: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def text(picture: Chart) -> str:
    return " ".join(tree(picture).itertext())


def numbers_of(picture: Chart, name: str, attribute: str) -> list[float]:
    return [float(one.attrib[attribute]) for one in tree(picture).iter() if one.attrib.get("class") == name]


@each_picture
def test_a_picture_has_no_style_of_its_own_and_no_colours(name: str) -> None:
    for one in tree(PICTURES[name]).iter():
        assert {"style", "fill", "stroke", "font-size", "onload"}.isdisjoint(one.attrib)
        assert one.tag not in {"style", "script", "a", "image", "foreignObject"}


@each_picture
def test_every_class_is_drawn_by_the_style_sheet(name: str) -> None:
    used = {part for one in tree(PICTURES[name]).iter() for part in one.attrib.get("class", "").split()}
    assert used - SHARED <= set(re.findall(r"\.([a-z][a-z0-9-]*)", CSS)), used


@each_svg
def test_a_picture_names_and_describes_itself(name: str) -> None:
    svg = tree(PICTURES[name])
    assert svg.attrib["role"] == "img"
    assert svg.attrib["direction"] == "rtl"
    ids = svg.attrib["aria-labelledby"].split()
    assert [one.attrib["id"] for one in svg[:2]] == ids
    assert [one.tag for one in svg[:2]] == ["title", "desc"]
    assert all(one.text for one in svg[:2])


@each_svg
def test_everything_lies_within_the_frame(name: str) -> None:
    svg = tree(PICTURES[name])
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    for one in svg.iter():
        for key in ("x", "x1", "x2", "cx"):
            assert 0 <= float(one.attrib.get(key, 0)) <= width
        for key in ("y", "y1", "y2", "cy"):
            assert 0 <= float(one.attrib.get(key, 0)) <= height


@each_picture
def test_the_table_stands_behind_it_in_both_languages(name: str) -> None:
    table = PICTURES[name].table
    assert all(column.ar and column.en.isascii() for column in table.columns)
    assert to_csv(table).count(b"\r\n") >= len(table.rows) + 1


def test_templates_take_a_picture_as_markup() -> None:
    drawn = Environment(autoescape=True).from_string("{{ svg }}").render(svg=PICTURES["interval"].svg)
    assert drawn == PICTURES["interval"].svg


def test_the_words_of_others_are_escaped() -> None:
    assert "✓ <بيونغ> & يانغ" in text(PICTURES["distractors"])
    assert "قال <كذا>." in text(PICTURES["heat"])


def test_the_key_is_told_by_a_tick_and_not_by_colour_alone() -> None:
    assert text(PICTURES["distractors"]).count("✓") == 1
    assert [row[1] for row in PICTURES["distractors"].table.rows] == ["✓", ""]


def test_bars_grow_from_the_right_as_their_shares() -> None:
    picture = PICTURES["distractors"]
    (track, _), (key,), (other,) = (numbers_of(picture, name, "width") for name in ("pic-track", "pic-key", "pic-bar"))
    assert key / track == pytest.approx(0.625, abs=1e-3)
    assert other / track == pytest.approx(0.375, abs=1e-3)

    def both(name: str) -> list[list[float]]:
        return [numbers_of(picture, name, attribute) for attribute in ("x", "width")]

    ends = [x + w for n in ("pic-key", "pic-bar") for x, w in zip(*both(n), strict=True)]
    assert len({round(end, 1) for end in ends}) == 1


def test_strong_and_weak_readers_are_left_out_where_nothing_is_known() -> None:
    picture = distractor_bars([OptionShares("أ", 1, True)], "x", VOICE)
    assert "pic-strong" not in picture.svg
    assert picture.table.rows == (("أ", "✓", 1, None, None),)


def test_time_runs_from_the_right_and_a_week_without_results_is_a_gap() -> None:
    picture = PICTURES["weeks"]
    places = numbers_of(picture, "pic-dot", "cx")
    assert len(places) == 3
    assert places == sorted(places, reverse=True)
    assert len(numbers_of(picture, "pic-line", "x1")) == 1
    assert "من الأقدم على اليمين إلى الأحدث على اليسار" in text(picture)


def test_scores_are_counted_in_ten_steps_and_the_full_score_is_in_the_last() -> None:
    counts = [row[2] for row in PICTURES["histogram"].table.rows]
    assert counts == [1, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    with pytest.raises(ValueError, match="above nothing"):
        histogram([1], 0, "x", VOICE)


@given(st.lists(st.integers(0, 30)), st.sampled_from([1, 3, 7, 10, 30, 49]))
def test_every_score_is_counted_once(values: list[int], maximum: int) -> None:
    assert sum(int(row[2]) for row in histogram(values, maximum, "x", ChartLanguage(str)).table.rows) == len(values)


@pytest.mark.parametrize("share, step", [(0, 0), (0.1999, 0), (0.2, 1), (0.5, 2), (0.79, 3), (0.8, 4), (1, 4), (2, 4)])
def test_tints_come_in_five_steps(share: float, step: int) -> None:
    assert TintScale(0.0, 1.0).tint_of(share) == step


def test_a_texts_own_range_is_spread_over_all_tints() -> None:
    scale = scale_of([0.4, 0.45, 0.5, 0.55, 0.61])
    assert [scale.tint_of(share) for share in (0.4, 0.45, 0.5, 0.55, 0.61)] == [0, 1, 2, 3, 4]
    assert [low for low, _ in scale.edges] == [40, 44, 48, 53, 57]
    assert scale.edges[-1] == (57, 61)


@pytest.mark.parametrize("shares", [[], [0.0], [1.0], [0.5, 0.52], [0.99, 1.0]])
def test_sentences_that_hardly_differ_do_not_look_as_if_they_did(shares: list[float]) -> None:
    scale = scale_of(shares)
    assert scale.size >= 0.2
    assert 0 <= scale.low <= scale.low + scale.size <= 1 + 1e-9
    assert len({scale.tint_of(share) for share in shares}) <= 2


def test_a_tint_always_has_its_number_beside_it_and_no_number_means_no_tint() -> None:
    html = PICTURES["heat"].svg
    assert len(re.findall(r'<span class="heat-[0-4]">', html)) == html.count('class="heat-n"') == 2
    assert "(إجابات خاطئة: ٥٠٪، اختيارها دليلًا: ١٠٪، العودة إليها: ٢٠٪)" in html
    assert "<span>وسكت.</span>" in html


def test_another_measure_tints_the_same_article() -> None:
    html = heatmap(TOLD, VOICE, "evidence").svg
    assert "اختيارها دليلًا" in html
    assert html.count('class="heat-n"') == 1


@pytest.mark.parametrize("wrong", ["", "a b", 'a"b', "1a"])
def test_an_id_that_cannot_stand_in_a_page_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        interval_chart(0.5, 0, 1, wrong, VOICE)


def test_times_are_told_in_minutes_and_seconds() -> None:
    assert [minutes(seconds, ChartLanguage(str)) for seconds in (0, 59.6, 125, -3)] == ["0:00", "1:00", "2:05", "0:00"]


@given(st.text(alphabet="ابت ", max_size=300), st.integers(2, 60), st.integers(1, 3))
def test_labels_fit_their_lines(said: str, longest: int, lines: int) -> None:
    found = wrap_lines(said, longest, lines)
    assert 1 <= len(found) <= lines
    assert all(len(line) <= longest for line in found)


@given(st.text(alphabet=st.characters()))
def test_no_words_break_a_picture(said: str) -> None:
    assert tree(distractor_bars([OptionShares(said, 0.5, True)], "x", VOICE)) is not None
    assert tree(heatmap([SentenceFigures(1, said, 0.5)], VOICE)) is not None


@pytest.mark.parametrize(
    "picture",
    [
        distractor_bars([OptionShares("x", 1, True, 1, 0)], "e1", ChartLanguage(str, english=True)),
        paragraph_times(TIMES, "e2", ChartLanguage(str, english=True)),
        paragraph_times([], "e3", ChartLanguage(str, english=True)),
        progress_lines([("3/3", 0.25)], "e4", ChartLanguage(str, english=True)),
        histogram([1, 2], 10, "e5", ChartLanguage(str, english=True)),
        histogram([], 10, "e6", ChartLanguage(str, english=True)),
        interval_chart(0.5, 0.25, 0.75, "e7", ChartLanguage(str, english=True)),
        heatmap([SentenceFigures(1, "x", 0.5, 0.1, 0.2)], ChartLanguage(str, english=True)),
    ],
)
def test_a_picture_for_an_english_reader_has_no_arabic_of_its_own(picture: Chart) -> None:
    assert not re.search("[\u0600-\u06ff]", picture.svg + picture.table.title)


def test_a_date_in_english_keeps_its_order_in_a_picture_from_right_to_left() -> None:
    svg = progress_lines([("12 Oct", 0.25)], "e9", ChartLanguage(str, english=True)).svg
    assert ">\u206612 Oct\u2069</text>" in svg
    assert ">25%</text>" in svg
