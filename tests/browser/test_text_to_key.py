"""A text from pasting to a better key, at the desk: with the mouse, by keyboard alone, and one question on a phone.

The path is cut into stretches; each begins with files as the stretch before leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.chromium import leave, new_context
from browser.hands import Hands, Keys, Mouse, PlainKeys, word
from browser.school import add_class, become_teacher, join
from browser.serving import Site, served

pytestmark = pytest.mark.browser
PARAGRAPHS = (
    "في صباح يوم السبت حملت مريم دفترها وخرجت إلى سطح البيت. كانت جدتها قد زرعت هناك النعناع والريحان.",
    "رأت مريم نحلة صفراء تقف على زهرة الريحان. خافت أولا، ثم تذكرت أن النحلة لا تؤذي من لا يؤذيها.",
    "جاء المعلم سليم يوم الأحد لزيارة الجدة. قال إن عدد النحل زاد هذا العام بعد أن زرع الناس الزهور.",
    "كتبت مريم ثلاثة أسئلة عن العسل. أجابها المعلم عن سؤالين، وترك الثالث لتبحث عنه في المكتبة.",
    "وفي المكتبة وجدت كتابا قديما عن النحل. قرأت أن النحلة الواحدة تزور مئات الأزهار في اليوم.",
    "عادت مريم إلى البيت وزرعت حوضا جديدا. وبعد شهر ذاقت العائلة أول ملعقة من عسل المدينة.",
)
HEADING = "زيارة المعلم."
PASTED = "\n\n".join(["نحلة في المدينة", *PARAGRAPHS[:2], HEADING, *PARAGRAPHS[2:]])
SHORT = """text: bee.txt
title: نحلة في المدينة
level: A2
gate: open
questions:
  - id: which-day
    paragraph: 3
    type: short
    prompt: متى جاء المعلم سليم؟
    evidence: [يوم الأحد]
    accept: [الأحد]
    refuse: [السبت]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("seeds", "questions"):
        (tmp_path / name).mkdir()
    written(tmp_path)
    return tmp_path


@pytest.fixture
def school(folder: Path) -> Iterator[Site]:
    with served(folder, folder / "data") as running:
        yield running


@pytest.fixture
def desk(browser: Browser, school: Site) -> Iterator[Page]:
    """The window of a teacher who has just come."""
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    become_teacher(context, school)
    yield context.new_page()
    leave(context)
    assert faults == []


@pytest.fixture(params=[Mouse, Keys], ids=["mouse", "keyboard"])
def hands(request: pytest.FixtureRequest, desk: Page) -> Hands:
    made: Hands = request.param(desk)
    return made


def written(folder: Path, questions: str = SHORT) -> None:
    """The text as files, as its publishing leaves them."""
    lines = [*PARAGRAPHS[:2], HEADING.removesuffix("."), *PARAGRAPHS[2:]]
    (folder / "seeds" / "bee.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "questions" / "bee.yaml").write_text(questions, encoding="utf-8")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{name}"))


def save(hands: Hands, page: Page) -> None:
    hands.press(page.locator("form[data-keep] .save-line button").last)
    page.wait_for_url(re.compile("/edit"))


def test_a_text_is_pasted_and_its_heading_corrected(desk: Page, school: Site, hands: Hands) -> None:
    desk.goto(f"{school.url}/desk/texts")
    hands.press(desk.get_by_role("link", name=re.compile("^نص جديد")).first)
    hands.write(desk.locator("#text"), PASTED)
    hands.press(desk.locator("form[data-keep] button").last)
    block = desk.locator(".block", has=desk.locator("textarea", has_text=HEADING))
    expect(block).to_have_class(re.compile("paragraph"))
    hands.press(block.get_by_role("button", name=re.compile("^تحويل إلى عنوان")))
    expect(desk.locator(".block", has=desk.locator("textarea", has_text=HEADING))).to_have_class(re.compile("heading"))
    expect(desk.locator(".block.paragraph")).to_have_count(6)


def begin(
    hands: Hands, desk: Page, site: Site, paragraph: int, kind: str, words: tuple[str, str], into: str = "evidence"
) -> None:
    """Choose the words and the type of a new question; its form begins with them."""
    desk.goto(f"{site.url}/desk/texts/bee/questions/new?paragraph={paragraph}")
    hands.words(desk.locator("#about"), *words)
    hands.tick(desk.locator(f"input[name=type][value={kind}]"))
    hands.press(button(desk, "التالي"))
    expect(desk.locator(f"#{into} .chosen-words")).to_contain_text("اخترت")


def test_typed_questions_begin_from_words(desk: Page, school: Site, hands: Hands) -> None:
    begin(hands, desk, school, 1, "short", ("1:9", "1:10"))
    expect(desk.locator("[name='accept.0.text'], [name='accept.0']").first).to_have_value("سطح البيت")
    hands.write(desk.locator("[name=prompt]"), "إلى أين خرجت مريم؟")
    save(hands, desk)
    begin(hands, desk, school, 4, "open", ("4:2", "4:3"))
    hands.write(desk.locator("[name=prompt]"), "لماذا ترك المعلم السؤال الثالث؟")
    save(hands, desk)
    expect(desk.locator(".question-card")).to_have_count(3)
    assert desk.locator("#q-short-1 .state.bad").count() == 0


def test_choices_and_lists_are_filled_in(desk: Page, school: Site, hands: Hands) -> None:
    begin(hands, desk, school, 2, "choice", ("2:6", "2:7"))
    hands.write(desk.locator("[name=prompt]"), "أين وقفت النحلة؟")
    for at, option in enumerate(("على زهرة الريحان", "على النعناع")):
        hands.write(desk.locator(f"[name='options.{at}.text']"), option)
    hands.tick(desk.locator("[name='options.0.correct']"))
    save(hands, desk)
    begin(hands, desk, school, 5, "order", ("5:0", "5:2"))
    hands.write(desk.locator("[name=prompt]"), "رتّب ما حدث.")
    hands.write(desk.locator("[name='items.0']"), "دخلت المكتبة")
    for item in ("وجدت كتابا", "قرأت عن النحلة", "عادت إلى البيت"):  # Enter goes on, and adds the last
        desk.keyboard.press("Enter")
        desk.keyboard.insert_text(item)
    save(hands, desk)
    expect(desk.locator(".question-card .state.bad")).to_have_count(0)


def test_a_judgement_and_a_pronoun_are_asked(desk: Page, school: Site, hands: Hands, folder: Path) -> None:
    begin(hands, desk, school, 6, "judgement", ("6:7", "6:8"))
    hands.write(desk.locator("[name=prompt]"), "ذاقت العائلة العسل بعد سنة.")
    hands.choose(desk.locator("[name=answer]"), "false")
    save(hands, desk)
    begin(hands, desk, school, 2, "referent", ("2:18", "2:18"), "anchor")
    expect(desk.locator("#anchor .chosen-words")).to_contain_text("يؤذيها")
    hands.write(desk.locator("[name=prompt]"), "علامَ يعود الضمير في «يؤذيها»؟")
    hands.words(desk.locator("#referent"), "2:13", "2:13")
    hands.press(desk.locator("button[value='add:referent']"))
    expect(desk.locator(".kept-quotes")).to_contain_text("النحلة")
    hands.words(desk.locator("#evidence"), "2:13", "2:18")
    save(hands, desk)
    expect(desk.locator(".question-card")).to_have_count(3)
    expect(desk.locator(".question-card .state.bad")).to_have_count(0)
    assert "judgement" not in (folder / "questions" / "bee.yaml").read_text(encoding="utf-8"), "drafts are no file"


def test_a_refused_answer_is_mended_and_the_text_published(
    desk: Page, school: Site, folder: Path, hands: Hands
) -> None:
    written(folder, SHORT.replace("    refuse: [السبت]\n", "    exact: true\n"))
    desk.goto(f"{school.url}/desk/texts/bee/edit")
    hands.press(desk.locator("#q-which-day").get_by_role("link", name=re.compile("^معاينة")))
    hands.write(desk.locator("#q-which-day input[type=text]"), "يوم الأحد")
    hands.press(desk.locator("#q-which-day button[name=check]"))
    tried = desk.locator("section[aria-labelledby=tried]")
    expect(tried).to_contain_text("مرفوضة")
    hands.press(tried.get_by_role("button", name=re.compile(r"^إجابة صحيحة\s*:")))
    expect(desk.locator(".notice").first).to_be_visible()
    desk.goto(f"{school.url}/desk/texts/bee/publish")
    hands.press(button(desk, "النشر الآن"))
    expect(desk.locator(".notice").first).to_be_visible()
    assert "يوم الأحد" in (folder / "questions" / "bee.yaml").read_text(encoding="utf-8").partition("accept")[2]


def test_a_learners_refused_answer_is_accepted(
    browser: Browser, desk: Page, school: Site, folder: Path, hands: Hands
) -> None:
    fifth = add_class(desk.context, school, "الخامس")
    learner = new_context(browser)
    join(learner, school, fifth.code, "ليلى")
    reader = learner.new_page()
    reader.goto(f"{school.url}/texts/bee/3")
    reader.locator("[name=which-day]").fill("بداية الأسبوع")
    reader.locator("#q-which-day button[name=check]").click()
    expect(reader.locator("#q-which-day .feedback.refused")).to_be_visible()
    desk.goto(f"{school.url}{fifth.path}texts/bee/questions/which-day")
    group = desk.locator(".groups li", has_text="بداية الأسبوع")
    hands.press(group.get_by_role("button", name=re.compile(r"^إجابة صحيحة\s*:")))
    expect(desk).to_have_url(re.compile("/desk/regrade/bee"))
    assert "بداية الأسبوع" in (folder / "questions" / "bee.yaml").read_text(encoding="utf-8")
    expect(desk.locator("main")).to_contain_text("ليلى")
    hands.press(button(desk, "تطبيق"))
    expect(desk.locator(".notice").first).to_be_visible()
    reader.reload()
    expect(reader.locator("#q-which-day .feedback.accepted")).to_be_visible()
    leave(learner)


def test_the_whole_path_without_scripts_and_by_keyboard(browser: Browser, school: Site, folder: Path) -> None:
    context = new_context(browser, java_script_enabled=False)
    become_teacher(context, school)
    page = context.new_page()
    hands = PlainKeys(page)
    page.goto(f"{school.url}/desk/texts")
    hands.press(page.get_by_role("link", name=re.compile("^نص جديد")).first)
    hands.write(page.locator("#text"), PASTED)
    hands.press(button(page, "المتابعة إلى المراجعة"))
    block = page.locator(".block", has=page.locator("textarea", has_text=HEADING))
    hands.press(block.get_by_role("button", name=re.compile("^تحويل إلى عنوان")))
    expect(page.locator(".block.paragraph")).to_have_count(6)
    hands.press(page.locator(".text-tabs a").first)
    hands.press(page.locator("#at-1 a[href*='questions/new']"))
    hands.words(page.locator("#about"), "1:9", "1:10")
    hands.tick(page.locator("input[name=type][value=short]"))
    hands.press(button(page, "التالي"))
    hands.write(page.locator("[name=prompt]"), "إلى أين خرجت مريم؟")
    hands.press(page.locator(".save-line button").last)
    hands.press(page.locator("#q-short-1").get_by_role("link", name=re.compile("^معاينة")))
    hands.write(page.locator("#q-short-1 input[type=text]"), "سطح البيت")
    hands.press(page.locator("#q-short-1 button[name=check]"))
    expect(page.locator("#q-short-1 .feedback.accepted")).to_be_visible()
    hands.press(page.locator(".text-tabs a").last)
    hands.press(button(page, "النشر الآن"))
    expect(page.locator(".notice").first).to_be_visible()
    assert "accept:\n      - سطح البيت" in (folder / "questions" / "نحلة-في-المدينة.yaml").read_text(encoding="utf-8")
    leave(context)


def test_one_question_on_a_phone(browser: Browser, desk: Page, school: Site) -> None:
    phone = new_context(
        browser, viewport={"width": 390, "height": 800}, has_touch=True, storage_state=desk.context.storage_state()
    )
    page = phone.new_page()
    page.goto(f"{school.url}/desk/texts/bee/questions/new?paragraph=6")
    about = page.locator("#about.is-live")
    word(about, "6:9").tap()
    word(about, "6:11").tap()
    about.get_by_role("button", name=re.compile("^اختيار الكلمات التي بينهما")).tap()
    expect(about.locator(".chosen-words")).to_contain_text("ذاقت العائلة أول")
    page.locator("label.type:has(input[value=short])").tap()
    button(page, "التالي").tap()
    page.locator("[name=prompt]").fill("ماذا ذاقت العائلة؟")
    page.locator("form[data-keep] .save-line button").last.tap()
    page.wait_for_url(re.compile("/edit"))
    expect(page.locator("#q-short-1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    leave(phone)
