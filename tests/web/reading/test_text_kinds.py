"""Texts of every kind on the pages: what is drawn, lit, picked, explained, printed and served."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from werkzeug.datastructures import Headers

from conftest import Learner, passages_of, right_answer, with_content
from webapp import create_app
from webapp.arabic.tokenizer import words as cut_words
from webapp.config import Config
from webapp.content import Lesson, check_file
from webapp.content.words.words_file import heading_and_paragraph_lines, letters_only

SHOWCASE = Path(__file__).parents[3] / "webapp" / "showcase"


def plain_words(lesson: Lesson) -> str:
    """A words file in which the first letter of each word has a fatha."""
    rows = ["text: palm.txt", "reviewed: true", "words:"]
    for (kind, number), line in heading_and_paragraph_lines(lesson.text).items():
        rows += [f"  - {kind}: {number}", "    list:"]
        for span in cut_words(line):
            word = span.of(line)
            shown = f"{word[0]}\u064e{word[1:]}" if word[0].isalpha() and word[1:2].isalpha() else word
            rows.append(f'    - {{word: "{word}", vowelled: "{shown}", lemma: "{word}", meaning: م, english: e}}')
    return "\n".join(rows)


def sent(learner: Learner, address: str) -> tuple[int, Headers]:
    """Status and headers of a file that is sent."""
    reply = learner.client.get(address)
    reply.close()
    return reply.status_code, reply.headers


def palm_content(folder: Path) -> Path:
    """The texts of the showcase, and a words file of the one that has every kind."""
    shutil.copytree(SHOWCASE, folder)
    lesson, _ = check_file(folder / "questions" / "palm.yaml", folder)
    assert lesson
    (folder / "questions" / "palm.words.yaml").write_text(plain_words(lesson), encoding="utf-8")
    return folder


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return palm_content(tmp_path / "content")


@pytest.fixture
def app(config: Config, content: Path) -> Iterator[Flask]:
    made = create_app(with_content(config, content))
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture
def palm() -> Lesson:
    lesson, problems = check_file(SHOWCASE / "questions" / "palm.yaml", SHOWCASE)
    assert (lesson is None, problems) == (False, [])
    assert lesson
    return lesson


@pytest.mark.parametrize("level", ["none", "all"])
def test_every_kind_is_drawn_with_its_words_alone(layla: Learner, palm: Lesson, level: str) -> None:
    layla.client.set_cookie("fahm_look", f"tashkeel-{level}")
    for paragraph in palm.text.paragraphs:
        drawn = passages_of(layla.opens(f"/texts/palm/{paragraph.number}").html)
        shown = [
            node.text()
            for node in drawn
            if node.parent.attributes.get("class") not in ("before", "picking", "picking words")
        ]
        same = paragraph.text if level == "none" else letters_only(paragraph.text)
        assert same in (shown if level == "none" else map(letters_only, shown))
        assert level == "none" or paragraph.text not in shown


def test_a_table_is_a_table_with_heads(layla: Learner) -> None:
    page = LexborHTMLParser(layla.opens("/texts/palm/7").html)
    (table,) = page.css(".sheet > .passage.table > table")
    assert [child.tag for child in table.iter()] == ["caption", "thead", "tbody"]
    assert [cell.text() for cell in table.css("th[scope=row]")] == ["الأولى", "الثانية", "الثالثة"]
    assert len(table.css("thead th[scope=col]")) == 4
    assert [cell.text() for cell in table.css("tbody tr:nth-child(2) td")] == ["55", "الجد", "ربعه"]


def test_a_list_is_a_list_and_a_speaker_stands_out(layla: Learner) -> None:
    bullets = LexborHTMLParser(layla.opens("/texts/palm/5").html)
    assert bullets.css_first(".sheet > .passage > ul > li").text() == "- حبل متين"
    numbers = LexborHTMLParser(layla.opens("/texts/palm/6").html)
    assert len(numbers.css(".sheet > .passage > ol > li")) == 3
    talk = LexborHTMLParser(layla.opens("/texts/palm/4").html)
    assert [name.text() for name in talk.css(".sheet > .passage b.speaker")] == ["سلمى:", "الجد:", "سلمى:", "الجد:"]
    assert talk.css_first(".sheet > .passage .speech i.stage").text() == "(في الفناء، عند العصر)"


def test_a_footnote_leads_to_its_note_and_back(layla: Learner) -> None:
    page = LexborHTMLParser(layla.opens("/texts/palm/1").html)
    (first, second) = page.css(".sheet > .passage a.note-mark")
    assert (first.attributes["href"], first.text()) == ("#note-1-1", "")
    note = page.css_first("#note-1-1")
    assert note.text().startswith("الفلج: قناة")
    assert note.css_first("a").attributes["href"] == "#" + first.attributes["id"]
    assert second.attributes["aria-label"] == "الحاشية ٢"


def test_evidence_is_lit_in_cells_verses_speech_and_notes(layla: Learner, palm: Lesson) -> None:
    assert layla.answers("/texts/palm/7", {"most": "55"}, check="most").lit() == ["الثانية", "55"]
    spoken = layla.answers("/texts/palm/4", {"climber": right_answer(palm, "climber")}, check="climber")
    assert spoken.lit() == ["فأنا لا أصعد بعد اليوم"]
    verse = layla.answers("/texts/palm/3", {"moon": "p3s3"}, check="moon")
    assert "settled right" in verse.card("moon")
    assert verse.lit() == ["يجتمعُ الأهلُ إذا", "ما جاء في الليلِ القمرْ"]
    note = layla.answers("/texts/palm/1", {"canal": "من الفلج"}, check="canal")
    assert note.lit() == ["قناة تجري فيها مياه العين"]


def test_a_wrong_answer_lights_the_row_cell_by_cell(layla: Learner) -> None:
    page = layla.answers("/texts/palm/7", {"most": "40"}, check="most")
    assert page.lit() == ["الثانية", "55", "الجد", "ربعه"]
    for mark in LexborHTMLParser(page.html).css("mark"):
        assert mark.parent.tag in ("td", "th")


def test_a_word_of_a_cell_is_picked(layla: Learner) -> None:
    page = layla.opens("/texts/palm/7")
    number = re.search(r'value="(w\d+)"[^>]*>الرطب<', page.card("least"))
    assert number
    assert '<span class="text-gap">\t</span>' in page.card("least")
    again = layla.answers("/texts/palm/7", {"least": number[1]}, check="least")
    assert "settled right" in again.card("least")


def test_the_words_are_numbered_as_the_scripts_count_them(layla: Learner, palm: Lesson) -> None:
    for paragraph in palm.text.paragraphs:
        page = layla.opens(f"/texts/palm/words/{paragraph.number}")
        assert len(re.findall(r'id="w-\d+"', page.html)) == len(cut_words(paragraph.text))


def test_both_texts_stand_on_one_page_and_lead_to_each_other(layla: Learner) -> None:
    whole = LexborHTMLParser(layla.opens("/texts/palm/whole").html)
    parts = whole.css(".side-by-side > section")
    assert [part.attributes["aria-label"] for part in parts] == ["نخلة الدار", "نخلة السوق"]
    assert [len(part.css(".passage")) for part in parts] == [7, 1]
    page = LexborHTMLParser(layla.opens("/texts/palm/3").html)
    assert page.css_first(".part-title").text() == "نخلة الدار"
    assert page.css_first(".other-text a").attributes["href"] == "/texts/palm/8"
    last = LexborHTMLParser(layla.opens("/texts/palm/8").html)
    assert (last.css(".part-title"), last.css_first(".other-text a").attributes["href"]) == ([], "/texts/palm/1")


def test_only_a_text_with_kinds_loads_their_styles(layla: Learner) -> None:
    for page in ("1", "whole", "worksheet"):
        assert "text_kinds.css" in layla.opens(f"/texts/palm/{page}").html
        assert "text_kinds.css" not in layla.opens(f"/texts/showcase/{page}").html


def test_the_worksheet_has_every_kind(layla: Learner, palm: Lesson) -> None:
    page = layla.opens("/texts/palm/worksheet").html
    assert [node.text() for node in passages_of(page)][:8] == [part.text for part in palm.text.paragraphs]
    assert all(tag in page for tag in ("<table>", "<ol>", 'class="half"'))


def test_a_picture_is_kept_for_good_under_its_version_and_runs_nothing(layla: Learner) -> None:
    picture = LexborHTMLParser(layla.opens("/texts/palm/2").html).css_first("figure.picture img")
    assert picture.attributes["alt"] == "نخلة عالية في فناء بيت، وإلى جانبها سلّة من الخوص"
    status, headers = sent(layla, picture.attributes["src"])
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    assert "immutable" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert any("sandbox" in policy for policy in headers.getlist("Content-Security-Policy"))
    assert "immutable" not in sent(layla, "/texts/palm/pictures/palm.svg?v=old")[1]["Cache-Control"]


@pytest.mark.parametrize("name", ["other.svg", "..%2Fpalm.txt", "%2E%2E/palm.txt", "palm.txt"])
def test_no_other_file_is_sent(layla: Learner, content: Path, name: str) -> None:
    (content / "seeds" / "pictures" / "other.svg").write_text("<svg/>", encoding="utf-8")
    assert sent(layla, f"/texts/palm/pictures/{name}")[0] == 404


def test_a_picture_stays_behind_the_gate_of_its_paragraph(layla: Learner, content: Path) -> None:
    assert sent(layla, "/texts/palm/pictures/palm.svg")[0] == 200
    path = content / "questions" / "palm.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("gate: open", "gate: correct"), encoding="utf-8")
    layla.client.application.extensions["fahm"].library.refresh()
    assert sent(layla, "/texts/palm/pictures/palm.svg")[0] == 404
