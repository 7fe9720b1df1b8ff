"""Listening: the browser's own Arabic voice (here a mute one that the test leads), and a teacher's recording."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browser.chromium import errors_of, leave, new_context
from conftest import ARTICLE, SLUG
from web.reading.test_audio import sound
from webapp.content import Lesson, check_file

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
RECORDED = 3

# A voice that says nothing: the test ends each sentence itself.
MUTE = """
window.told = [];
const voices = %s;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
const mute = {
  getVoices: () => voices,
  speak: (one) => { mute.current = one; told.push([one.text, one.rate, one.voice.name]); },
  cancel: () => { const old = mute.current; mute.current = null; if (old) queueMicrotask(() => old.onerror?.()); },
  finish: () => { const old = mute.current; mute.current = null; old.onend(); },
  arrive: (...more) => { voices.push(...more); mute.onvoiceschanged?.(); },
};
Object.defineProperty(window, "speechSynthesis", { value: mute });
"""
ARABIC = "[{ name: 'Samantha', lang: 'en-US' }, { name: 'Majed', lang: 'ar-SA' }]"
ENGLISH = "[{ name: 'Samantha', lang: 'en-US' }, { name: 'Aranese', lang: 'arn' }]"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article with every gate open, and a recording of one paragraph."""
    folder = tmp_path_factory.mktemp("aloud")
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    (folder / "questions" / "audio").mkdir(parents=True)
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    opened = yaml.replace("gate: answered", f"gate: open\naudio: {{{RECORDED}: third.wav}}")
    (folder / "questions" / f"{SLUG}.yaml").write_text(opened, encoding="utf-8")
    (folder / "questions" / "audio" / "third.wav").write_bytes(sound(1.0))
    return folder


@pytest.fixture(scope="module")
def article(content: Path) -> Lesson:
    lesson, problems = check_file(content / "questions" / f"{SLUG}.yaml", content)
    assert lesson, problems
    return lesson


@pytest.fixture
def listener(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in a browser that has these voices; an error on one of them fails the test."""
    contexts, faults = [], []

    def opens(voices: str = ARABIC, width: int = 390, script: bool = True) -> Page:
        context = new_context(browser, viewport={"width": width, "height": 800}, java_script_enabled=script)
        context.add_init_script(MUTE % voices)
        contexts.append(context)
        page = context.new_page()
        errors_of(page, faults)
        return page

    yield opens
    for context in contexts:
        leave(context)
    assert faults == []


def press(page: Page, name: str) -> None:
    page.get_by_role("group", name="القراءة بصوت آلي").get_by_role("button", name=name, exact=True).click()


def told(page: Page) -> list[str]:
    return [text for text, _, _ in page.evaluate("told")]


def lit(page: Page) -> str:
    return page.evaluate("[...(CSS.highlights.get('aloud') ?? [])].map(String).join('|')").strip()


def finish(page: Page) -> None:
    page.evaluate("speechSynthesis.finish()")


def sentences(lesson: Lesson, number: int) -> list[str]:
    paragraph = lesson.text.paragraph(number)
    return [paragraph.text[one.start : one.end].strip() for one in paragraph.sentences]


def is_playing(page: Page) -> bool:
    return page.locator("[data-aloud=play]").get_attribute("aria-pressed") == "true"


def support(page: Page) -> list[str]:
    return page.locator("input[name=support]").input_value().split()


@pytest.fixture
def longest(article: Lesson) -> int:
    """The paragraph with the most sentences that has no recording."""
    numbers = [p.number for p in article.text.paragraphs if p.number != RECORDED]
    return max(numbers, key=lambda number: len(sentences(article, number)))


def test_nothing_shows_without_an_arabic_voice(listener, open_site: str) -> None:
    page = listener(ENGLISH)
    page.goto(f"{open_site}/texts/{SLUG}/1")
    expect(page.locator(".aloud")).to_be_hidden()
    expect(page.locator("html")).not_to_have_class("can-speak")


def test_nothing_shows_without_javascript(listener, open_site: str) -> None:
    page = listener(script=False)
    page.goto(f"{open_site}/texts/{SLUG}/1")
    expect(page.locator(".aloud")).to_be_hidden()


def test_a_voice_that_arrives_late_brings_the_controls(listener, open_site: str) -> None:
    page = listener("[]")
    page.goto(f"{open_site}/texts/{SLUG}/1")
    expect(page.locator(".aloud")).to_be_hidden()
    page.evaluate("speechSynthesis.arrive({ name: 'Late', lang: 'ar_EG' })")
    expect(page.locator(".aloud")).to_be_visible()
    press(page, "استماع")
    assert page.evaluate("told[0][2]") == "Late"


def test_sentences_are_read_one_by_one_each_lit_and_then_it_is_over(
    listener, open_site: str, article: Lesson, longest: int
) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/{longest}")
    expected = sentences(article, longest)
    assert len(expected) > 1
    assert told(page) == []
    press(page, "استماع")
    for sentence in expected:
        assert told(page)[-1] == sentence
        assert lit(page) == sentence
        assert is_playing(page)
        finish(page)
    assert told(page) == expected
    assert not is_playing(page)
    assert lit(page) == ""
    assert page.evaluate("told[0][2]") == "Majed"


def test_without_marked_ends_the_whole_paragraph_is_one_piece(
    listener, open_site: str, article: Lesson, longest: int
) -> None:
    page = listener()

    def unmarked(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=re.sub(r' data-ends="[^"]*"', "", reply.text()))

    page.route(f"**/texts/{SLUG}/{longest}", unmarked)
    page.goto(f"{open_site}/texts/{SLUG}/{longest}")
    press(page, "استماع")
    assert told(page) == [article.text.paragraph(longest).text.strip()]


def test_a_pause_keeps_the_place_and_a_stop_goes_back_to_the_start(
    listener, open_site: str, article: Lesson, longest: int
) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/{longest}")
    first, second = sentences(article, longest)[:2]
    press(page, "استماع")
    finish(page)
    press(page, "استماع")
    assert not is_playing(page)
    assert lit(page) == second
    press(page, "استماع")
    assert told(page) == [first, second, second]
    press(page, "إيقاف")
    assert not is_playing(page)
    assert lit(page) == ""
    press(page, "استماع")
    assert told(page)[-1] == first


def test_going_to_the_next_sentence_and_back(listener, open_site: str, article: Lesson, longest: int) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/{longest}")
    first, second = sentences(article, longest)[:2]
    press(page, "الجملة التالية")
    assert lit(page) == second
    assert told(page) == []
    press(page, "الجملة السابقة")
    press(page, "الجملة السابقة")
    assert lit(page) == first
    press(page, "استماع")
    press(page, "الجملة التالية")
    assert told(page) == [first, second]
    assert is_playing(page)


def test_next_is_on_the_left_of_previous_and_the_play_icon_points_right(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    places = {name: page.locator(f"[data-aloud='{name}']").bounding_box()["x"] for name in ("play", "-1", "1")}
    assert places["play"] > places["-1"] > places["1"]
    icon = page.locator("[data-aloud=play] path").first
    assert icon.evaluate("node => node.getCTM().a") > 0


def test_the_speed_is_used_and_kept(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    press(page, "استماع")
    page.get_by_label("سرعة القراءة").select_option("0.6")
    assert [float(rate) for _, rate, _ in page.evaluate("told")] == [1, 0.6]
    assert len(set(told(page))) == 1
    page.reload()
    expect(page.get_by_label("سرعة القراءة")).to_have_value("0.6")
    page.evaluate("localStorage.fahmSpeed = 'quick'")
    page.reload()
    press(page, "استماع")
    assert float(page.evaluate("told[0][1]")) > 0


def test_everything_works_by_keyboard(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    page.locator("[data-aloud=play]").focus()
    page.keyboard.press("Space")
    assert is_playing(page)
    page.keyboard.press("Tab")
    expect(page.locator("[data-aloud=stop]")).to_be_focused()
    page.keyboard.press("Enter")
    assert not is_playing(page)


def test_leaving_the_page_ends_it(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    press(page, "استماع")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("speechSynthesis.current") is None
    assert not is_playing(page)


def test_a_voice_that_fails_gives_the_button_back(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    press(page, "استماع")
    page.evaluate("speechSynthesis.current.onerror()")
    assert not is_playing(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_whole_text_is_read_through_and_comes_into_view(
    listener, open_site: str, article: Lesson, width: int
) -> None:
    page = listener(width=width)
    page.goto(f"{open_site}/texts/{SLUG}/whole")
    expected = [one for paragraph in article.text.paragraphs for one in sentences(article, paragraph.number)]
    press(page, "استماع")
    for _ in expected:
        box = page.evaluate("[...CSS.highlights.get('aloud')][0].getBoundingClientRect().toJSON()")
        assert box["top"] >= 0
        assert box["top"] < 780
        finish(page)
    assert told(page) == expected


def test_a_folded_part_opens_when_it_is_read(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/whole")
    part = page.locator("details:has(.passage)").first
    if part.count():
        part.evaluate("node => { node.open = false; }")
        press(page, "استماع")
        expect(part).to_have_attribute("open", "")


def test_earlier_paragraphs_that_are_folded_away_are_not_read(listener, open_site: str, article: Lesson) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/2")
    press(page, "استماع")
    assert told(page) == sentences(article, 2)[:1]


def test_using_it_is_told_once_with_the_answers(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/1")
    assert support(page) == []
    for _ in range(4):
        press(page, "استماع")
    assert support(page) == ["aloud"]


def test_a_word_says_itself_wherever_and_whenever_it_is_put_on_the_page(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/{RECORDED}")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML(
             "beforeend", "<button data-say='قِمَّة'>نطق</button><button data-say>زيارة</button>")"""
    )
    page.get_by_role("button", name="نطق").click()
    page.get_by_role("button", name="زيارة").last.click()
    assert told(page) == ["قِمَّة", "زيارة"]
    assert support(page) == ["aloud"]
    assert page.locator("html").evaluate("node => node.classList.contains('can-speak')")


def test_a_word_button_is_hidden_without_a_voice(listener, open_site: str) -> None:
    page = listener(ENGLISH)
    page.goto(f"{open_site}/texts/{SLUG}/1")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button data-say=x>نطق</button>')")
    expect(page.locator("[data-say=x]")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_recording_stands_in_place_of_the_voice(listener, open_site: str, script: bool) -> None:
    page = listener(script=script)
    page.goto(f"{open_site}/texts/{SLUG}/{RECORDED}")
    expect(page.locator(".aloud")).to_have_count(0)
    recording = page.locator("audio[aria-label='تسجيل الفقرة بصوت المعلم']")
    expect(recording).to_be_visible()
    assert recording.get_attribute("preload") == "none"


def test_a_recording_plays_over_the_network_and_is_told_with_the_answers(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/{RECORDED}")
    recording = page.locator("audio")
    recording.evaluate("async node => { node.muted = true; await node.play(); }")
    assert recording.evaluate("node => node.duration") == pytest.approx(1.0, abs=0.05)
    assert support(page) == ["audio"]
    page.reload()
    recording.evaluate("async node => { node.muted = true; node.currentTime = 0.5; await node.play(); }")
    assert recording.evaluate("node => node.currentTime") >= 0.5


def test_a_recording_and_the_voice_do_not_speak_at_once(listener, open_site: str) -> None:
    page = listener()
    page.goto(f"{open_site}/texts/{SLUG}/whole")
    press(page, "استماع")
    recording = page.locator("audio")
    assert recording.get_attribute("aria-label") == "تسجيل الفقرة ٣ بصوت المعلم"
    recording.evaluate("async node => { node.muted = true; node.loop = true; await node.play(); }")
    assert not is_playing(page)
    press(page, "استماع")
    assert recording.evaluate("node => node.paused")
    assert support(page) == ["aloud", "audio"]
