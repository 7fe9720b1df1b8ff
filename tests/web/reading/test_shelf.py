"""The shelf of many texts: found, filtered, ordered by what suits the reader, and light however many they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

import many_texts
from conftest import SLUG, Desk, Learner, joins, with_content
from web.assigning import traced_reads
from webapp import create_app
from webapp.config import Config
from webapp.domain.assignment import AssignmentRules, NewAssignment

COUNT = 40
SIZE_OF_A_CARD = 1500
"""Bytes that a card may have, with room for a long title and source."""
SIZE_WITHOUT_CARDS = 16_000


@pytest.fixture
def config(tmp_path: Path, config: Config) -> Config:
    return with_content(config, many_texts.write_texts(tmp_path / "content", COUNT))


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    app.extensions["fahm"].store.close()


def shown(learner: Learner, query: str = "") -> list[str]:
    """Names of the texts on the shelf, in their order."""
    html = learner.opens(f"/{query}").html
    return re.findall(r'href="/texts/([^/"]+)/"', html.partition('class="shelf"')[2])


def card(learner: Learner, number: int, query: str = "") -> str:
    """What a person reads on the card of a text."""
    html = learner.opens(f"/{query}").html.partition('class="shelf"')[2]
    found = next(part for part in html.split("<li ") if f"/texts/{many_texts.slug(number)}/" in part)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def reads(learner: Learner, number: int, right: bool = True, paragraphs: int = 2) -> None:
    """Answer the questions of a text."""
    for paragraph, (name, answer) in list(enumerate(many_texts.ANSWERS.items(), 1))[:paragraphs]:
        given = [answer] if right else ["كتاب", "قلم", "باب"]
        for words in given:
            learner.answers(f"/texts/{many_texts.slug(number)}/{paragraph}", {name: words})


def test_a_new_reader_finds_the_article_first_then_the_easiest(layla: Learner, omar: Learner, muna: Desk) -> None:
    for reader in (omar, layla):
        texts = shown(reader)
        assert len(texts) == COUNT + 1
        assert texts[0] == SLUG
        assert texts[1:3] == [many_texts.slug(1), many_texts.slug(13)]
    assert "النص الأول في القائمة" in omar.opens("/").html


@pytest.mark.parametrize(
    "search", ["رحلة القطار 7", "رحله القطار ٧", "رِحْلَة ٧", "الرحله 7", "رحلـة  القطار 7 كتاب امّيمه المولفة"]
)
def test_a_search_folds_spelling_as_marking_does(omar: Learner, search: str) -> None:
    assert {*shown(omar, f"?q={search}")} == {many_texts.slug(number) for number in (7, 17, 27, 37)}


def test_a_search_looks_at_kinds_sources_and_first_words(omar: Learner) -> None:
    recipes = {many_texts.slug(number) for number in range(1, COUNT + 1) if many_texts.genre(number) == "recipe"}
    assert {*shown(omar, "?q=وصفه")} == recipes == {*shown(omar, "?q=Recipe")}
    assert len(shown(omar, "?q=اميمه")) == COUNT
    assert shown(omar, "?q=وصل القطار رقم 31") == [many_texts.slug(31)]
    assert shown(omar, "?q=بيونغ يانغ") == [SLUG]
    assert len(shown(omar, "?q=؟!")) == COUNT + 1, "nothing is asked for"


def test_filters_narrow_and_stand_in_the_address(omar: Learner) -> None:
    asked = omar.opens("/?q=&level=B1&genre=&length=long&state=").html
    texts = re.findall(r"/texts/text-(\d+)/", asked.partition('class="shelf"')[2])
    assert texts
    assert all(many_texts.level(int(number)) == "B1" and int(number) % 5 in {3, 4} for number in texts)
    for kept in ('value="B1" selected', 'value="long" selected', "<details open>", f"{COUNT + 1}".translate(EASTERN)):
        assert kept in asked
    assert len(shown(omar, "?level=Z9&genre=nothing&length=1&state=x")) == COUNT + 1, "unknown values ask for nothing"


def test_a_search_without_a_hit_leads_back(omar: Learner) -> None:
    page = omar.opens("/?q=ديناصور").html
    assert "لا يوجد نص مطابق" in page
    assert '<a class="button" href="/">' in page
    assert 'value="ديناصور"' in page


def test_a_card_says_what_the_text_is_and_where_the_reader_stands(layla: Learner, muna: Desk) -> None:
    assert all(told in card(layla, 1) for told in ("A1", "قصة", "٣ دقائق", "سؤالان", "لم تبدأ القراءة بعد"))
    reads(layla, 1, paragraphs=1)
    assert "الفقرة ٢ من ٢" in card(layla, 1)
    reads(layla, 1)
    assert "مكتمل" in card(layla, 1)
    assert "الدرجة: ١٠٠٪" in card(layla, 1)


def test_states_are_filters_for_whoever_has_a_record(layla: Learner, omar: Learner, muna: Desk) -> None:
    reads(layla, 1)
    reads(layla, 2, paragraphs=1)
    assert shown(layla, "?state=done") == [many_texts.slug(1)]
    assert shown(layla, "?state=begun") == [many_texts.slug(2)]
    assert len(shown(layla, "?state=new")) == COUNT - 1
    assert 'name="state"' in layla.opens("/").html
    assert 'name="state"' not in omar.opens("/").html


def test_texts_with_words_to_review_are_found(layla: Learner, muna: Desk) -> None:
    reads(layla, 3, paragraphs=1)
    page = layla.opens(f"/texts/{many_texts.slug(3)}/1")
    data = {"csrf_token": page.field("csrf_token"), "paragraph": "1", "index": "1"}
    layla.client.post(f"/texts/{many_texts.slug(3)}/keep", data=data)
    assert shown(layla, "?state=words") == [many_texts.slug(3)]
    assert "للمراجعة: كلمة واحدة" in card(layla, 3)


def test_the_order_follows_what_was_assigned_begun_and_read(app: Flask, layla: Learner, muna: Desk) -> None:
    reads(layla, 3)  # B1, all right: B2 suits
    reads(layla, 5, paragraphs=1)
    services = app.extensions["fahm"]
    due = services.config.now() + timedelta(days=1)
    assigned = NewAssignment(many_texts.slug(12), classes=(muna.class_id,), due=due)
    services.store.assignments.add(muna.school, assigned, muna.id)
    texts = shown(layla)
    assert texts[:3] == [many_texts.slug(12), many_texts.slug(5), SLUG]
    assert texts[-1] == many_texts.slug(3)
    levels = [many_texts.level(int(text.removeprefix("text-"))) for text in texts[3:9]]
    assert {*levels} == {"B2"}
    assert "واجب" in card(layla, 12)


def test_the_number_of_statements_and_the_size_do_not_grow_with_what_was_read(
    layla: Learner, muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(layla, 1)
    statements = traced_reads(monkeypatch)

    def asked() -> int:
        statements.clear()
        layla.client.get("/")
        return len(statements)

    after_one = asked()
    for number in range(2, 8):
        reads(layla, number)
    assert asked() == after_one
    page = layla.client.get("/").data
    assert len(page) <= SIZE_WITHOUT_CARDS + SIZE_OF_A_CARD * (COUNT + 1)


def test_the_library_of_a_visitor_is_asked_for_once(omar: Learner) -> None:
    for address in ("/", "/?q=قطار&level=B1"):
        tag = omar.client.get(address).headers["ETag"]
        assert omar.client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_the_next_text_is_near_in_level_with_its_reason(layla: Learner, muna: Desk) -> None:
    assert "next-text" not in layla.opens("/").html
    reads(layla, 3)
    for address in ("/", f"/texts/{many_texts.slug(3)}/result"):
        section = layla.opens(address).html.partition('id="next-text"')[2].partition("</section>")[0]
        assert f'href="/texts/{many_texts.slug(10)}/"' in section, "B2, of another kind, first by its title"
        told = " ".join(re.sub(r"<[^>]+>", "", section).split())
        assert "أعلى بمستوى واحد من «رحلةُ القطار 3» بعد نتيجة جيدة فيه (١٠٠٪)، ومن نوع آخر: أسلوب تراثي." in told


def test_no_harder_text_follows_one_that_was_hard(layla: Learner, muna: Desk) -> None:
    reads(layla, 3, right=False)
    section = layla.opens("/").html.partition('id="next-text"')[2].partition("</section>")[0]
    assert '<bdi lang="en">A2</bdi>' in section
    assert "الذي كان صعبًا (٠٪)" in section


def test_what_is_assigned_is_next_after_a_result(app: Flask, layla: Learner, muna: Desk) -> None:
    reads(layla, 3)
    store = app.extensions["fahm"].store
    store.assignments.add(muna.school, NewAssignment(many_texts.slug(24), classes=(muna.class_id,)), muna.id)
    section = layla.opens(f"/texts/{many_texts.slug(3)}/result").html.partition('id="next-text"')[2]
    assert f'href="/texts/{many_texts.slug(24)}/"' in section
    assert "من واجباتك" in section
    assert "next-text" not in layla.opens("/").html, "assignments stand at the head of the page"


def test_a_class_that_reads_assigned_texts_is_told_why_the_shelf_is_empty(layla: Learner, muna: Desk) -> None:
    muna.posts(muna.of_class("shelf"), shelf="assigned")
    page = layla.opens("/").html
    assert "لا توجد واجبات الآن" in page
    assert 'class="shelf"' not in page
    assert "لا يوجد نص مطابق" in layla.opens("/?q=القطار").html


def test_a_teacher_is_told_whose_library_it_is(muna: Desk, omar: Learner) -> None:
    assert 'href="/desk/texts"' in muna.opens("/").html
    assert 'href="/desk/texts"' not in omar.opens("/").html


def test_a_reader_of_a_class_code_still_finds_the_door(muna: Desk, omar: Learner) -> None:
    assert "class-door" in omar.opens("/").html
    joins(omar, muna.code, "عمر")
    assert "class-door" not in omar.opens("/").html


EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def test_nothing_of_an_exam_is_found_by_its_words(app: Flask, layla: Learner, omar: Learner, muna: Desk) -> None:
    assert shown(omar, "?q=وصل القطار رقم 31") == [many_texts.slug(31)]
    rules = AssignmentRules(exam=True)
    exam = NewAssignment(many_texts.slug(31), classes=(muna.class_id,), rules=rules)
    app.extensions["fahm"].store.assignments.add(muna.school, exam, muna.id)
    for reader in (layla, omar):
        assert shown(reader, "?q=وصل القطار رقم 31") == []
    assert shown(layla, "?q=رحلة 31") == [many_texts.slug(31)]
    assert "اختبار" in card(layla, 31)
