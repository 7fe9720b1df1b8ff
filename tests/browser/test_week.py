"""A class's week, from the pasted names to the parents' page, by what each person sees and presses.

The week is cut into stretches; each begins with a class as the stretch before leaves it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser.chromium import Chromium, leave, new_context
from browser.driving import by_mouse
from browser.school import PASSWORD, School, first_teacher, hand_in, setup_link
from browser.serving import Servers, Site
from browser.week import Week, lesson_of, write_texts
from conftest import right_fields
from webapp.web.teacher.classes.qr_code import qr

pytestmark = pytest.mark.browser
NAMES = [
    "يوسف عمر",
    "سارة محمود",
    "ريم علي",
    "ليان خالد",
    "سلمى حدّاد",
    "عمر ناصر",
    "هدى سالم",
    "كريم فؤاد",
    "نور الدين",
    "آية حسن",
    "مازن راشد",
    "دانا وليد",
    "طارق زياد",
    "لمى يونس",
    "بشير كمال",
    "رنا عادل",
    "فارس نبيل",
    "جنى سامي",
    "وائل منير",
    "تالا رامي",
    "أنس شريف",
    "ميس غسان",
    "زيد باسم",
    "غلا ماهر",
    "حلا ربيع",
]
ALL = ("with-whom", "which-day", "which-craft", "who-taught", "when-back", "what-in-it")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content: Path = tmp_path_factory.mktemp("week")
    write_texts(content)
    return content


@pytest.fixture(scope="module")
def of_week(chromium: Chromium, servers: Servers, folder: Path) -> School:
    """The server of the week, with its teacher."""
    return first_teacher(chromium.browser(), servers.of(folder))


@pytest.fixture
def week(browser: Browser, of_week: School, folder: Path) -> Iterator[Week]:
    people = Week(browser, of_week, folder)
    yield people
    people.close()


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{name}")).first


def link(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("link", name=re.compile(f"^{name}")).first


def dirty() -> str:
    """The names as a spreadsheet and a mail give them: numbers, commas, an address, one name twice."""
    lines = [f"{number}. {name}" for number, name in enumerate(NAMES, 1)]
    lines[1] = f"٢- {NAMES[1]},"
    lines[2] = f"• {NAMES[2]} r.ali@example.com"
    lines[3] = f"2026114,{NAMES[3]}"
    return "\n".join([*lines[:9], "", f"  {NAMES[0]}", *lines[9:]])


def test_25_names_are_pasted_and_become_cards(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس أ")
    desk.goto(week.url + klass.path)
    desk.locator("#lines").fill(dirty())
    button(desk, "مراجعة الأسماء").click()
    field = desk.locator("#lines")
    shown = field.input_value().splitlines()
    assert shown == [*NAMES[:9], NAMES[0], *NAMES[9:]]
    expect(desk.locator("main")).to_contain_text("متعلم واحد كُتب مرتين")
    for cut in ("r.ali@example.com", "2026114"):
        expect(desk.locator("del", has_text=cut)).to_be_visible()
    field.fill("\n".join([*shown[:9], *shown[10:]]))
    button(desk, "إضافة الأسماء وإنشاء البطاقات").click()
    expect(desk.locator(".name-card")).to_have_count(25)
    assert sorted(name.strip() for name in desk.locator(".name-card h2").all_inner_texts()) == sorted(NAMES)
    codes = desk.locator(".name-card bdi.code").all_inner_texts()
    assert len({code for code in codes if re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)}) == 25
    expect(desk.locator(".name-card .door-address").first).to_have_text(f"{week.url.partition('://')[2]}/join")


def test_five_pupils_join_five_ways(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس ب")
    hand_in(desk.context, week.url + klass.path, {"names": "\n".join(NAMES)}, f"{week.url}{klass.path}names")
    desk.goto(f"{week.url}{klass.path}cards")
    card_code = desk.locator(".name-card", has_text=NAMES[2]).locator("bdi.code").inner_text()
    desk.goto(f"{week.url}{klass.path}code")
    address = f"{week.url}/join/{klass.code}"
    drawn = re.findall(r' d="([^"]+)"', str(qr(address)))
    expect(desk.locator("figure svg path").last).to_have_attribute("d", drawn[-1])

    pupils = [week.window() for _ in range(5)]
    presses_name, types_name, has_card, scans, is_new = pupils
    for page in (presses_name, types_name, has_card):
        page.goto(week.url)
        page.locator("#class-code").fill(card_code if page is has_card else klass.code.lower())
        page.locator("#class-code").press("Enter")
    button(presses_name, NAMES[0]).click()
    types_name.locator("#name").fill(f" {NAMES[9].replace('آ', 'ا')}  ")  # as marking compares
    button(types_name, "انضمام").click()
    button(has_card, "التالي").click()
    scans.goto(address)
    button(scans, NAMES[3]).click()
    is_new.goto(address)
    expect(is_new.get_by_role("button", name=NAMES[0])).to_have_count(0)
    is_new.locator("#name").fill("ضيف جديد")
    button(is_new, "انضمام").click()

    names = (NAMES[0], NAMES[9], NAMES[2], NAMES[3], "ضيف جديد")
    for page, name in zip(pupils, names, strict=True):
        expect(page.locator("main, header").get_by_text(name).first).to_be_visible()
        page.goto(week.url)
        expect(page.locator(".reader")).to_contain_text(name)
        expect(page.locator(".reader")).to_contain_text("الخامس ب")
    desk.goto(week.url + klass.path)
    expect(desk.locator("#names")).to_contain_text("٢٦")
    desk.get_by_text("أسماء اختارها متعلمون من القائمة").click()
    for name in (NAMES[0], NAMES[9], NAMES[3]):
        expect(desk.get_by_label(name)).to_be_visible()


def test_a_text_is_assigned_and_one_learner_has_longer(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس ج")
    layla, omar = (week.pupil(klass.code, name) for name in ("ليلى", "عمر"))
    desk.goto(week.url + klass.path)
    link(desk, "تكليف الصف بنص").click()
    desk.locator("#text").select_option("market")
    expect(desk.get_by_label("الخامس ج")).to_be_checked()
    desk.locator("#due-date").fill("2190-03-01")
    desk.locator("#due-time").fill("10:30")
    button(desk, "تكليف").click()
    expect(desk.get_by_text("أُرسل التكليف")).to_be_visible()
    desk.get_by_role("link", name="تسهيلات إضافية: ليلى").click()
    desk.locator("#due-date").fill("2190-03-04")
    desk.locator("#reason").fill("كانت مريضة")
    button(desk, "حفظ").click()
    row = desk.get_by_role("row", name=re.compile("ليلى"))
    expect(row).to_contain_text("٤ مارس ٢١٩٠")

    for page, day in ((layla, "٤ مارس ٢١٩٠"), (omar, "١ مارس ٢١٩٠")):
        page.reload()
        expect(page.locator("#assigned")).to_be_visible()
        expect(page.locator(".assigned")).to_contain_text("سوق الحيّ")
        expect(page.locator(".assigned")).to_contain_text(day)
    expect(layla.locator(".here-line")).to_contain_text("مُدّد لك الموعد")
    expect(omar.locator(".here-line")).not_to_contain_text("مُدّد لك الموعد")
    link(layla, "بدء القراءة").click()
    expect(layla.locator(".rules.assigned")).to_contain_text("مُدّد لك موعد التسليم")
    expect(layla.locator(".rules.assigned")).to_contain_text("كانت مريضة")
    link(layla, "بدء القراءة").click()
    by_mouse(layla.locator("#q-which-day"), {"which-day": "الخميس"})
    expect(layla.locator("#q-which-day .feedback.accepted")).to_be_visible()
    desk.reload()
    expect(row).to_contain_text("١ / ٧")


def test_a_lesson_is_read_together(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس د")
    pupils = [week.pupil(klass.code, name) for name in ("ليلى", "عمر", "سلمى")]
    desk.goto(f"{week.url}{klass.path}")
    link(desk.locator("nav.text-tabs"), "الدرس المباشر").click()
    desk.locator("select#text").select_option("market")
    button(desk, "بدء الدرس").click()
    present = desk.locator(".live-status strong")
    expect(present).to_have_text("٠")
    for count, page in zip("١٢٣", pupils, strict=True):
        page.reload()
        expect(page.locator(".class-call")).to_contain_text("صفك يقرأ الآن: سوق الحيّ")
        link(page.locator(".class-call"), "انضمام").click()
        expect(page).to_have_url(re.compile("/texts/market/1$"))
        expect(present).to_have_text(count)
    by_mouse(pupils[0].locator("#q-with-whom"), right_fields(lesson_of(week.folder, "market"), "with-whom"))
    expect(desk.locator("section[aria-labelledby=live-q1] > p strong")).to_have_text("١")
    button(desk, "فتح الفقرة التالية للجميع").click()
    expect(desk.locator("#stop-2")).to_have_attribute("aria-current", "step")
    for page in pupils[1:]:
        page.locator(".led a.button").click()
        expect(page).to_have_url(re.compile("/texts/market/2$"))
    expect(desk.locator("#stop-2 strong")).to_have_text("٢")
    button(desk, "إنهاء الدرس").click()
    pupils[2].goto(week.url)
    expect(pupils[2].locator(".class-call")).to_have_count(0)


def test_an_exam_is_written_through_a_lost_network(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس ح")
    layla = week.pupil(klass.code, "ليلى", service_workers="allow")
    omar = week.pupil(klass.code, "عمر")
    desk.goto(week.url + klass.path)
    link(desk, "تكليف الصف بنص").click()
    desk.locator("#text").select_option("market")
    desk.locator("[name=mode][value=exam]").check()
    desk.locator("details", has=desk.locator("#minutes")).locator("summary").click()
    desk.locator("#minutes").fill("30")
    button(desk, "تكليف").click()
    desk.get_by_role("link", name="تسهيلات إضافية: عمر").click()
    desk.locator("#minutes").fill("10")
    button(desk, "حفظ").click()
    expect(desk.get_by_role("row", name=re.compile("عمر"))).to_contain_text("وقت إضافي: ١٠ دقائق")
    for page, left in ((layla, "٢٩|٣٠"), (omar, "٣٩|٤٠")):
        page.reload()
        link(page.locator(".assigned"), "بدء القراءة").click()
        button(page, "بدء الاختبار").click()
        expect(page.locator(".exam-clock")).to_contain_text("ينتهي الاختبار في")
        expect(page.get_by_role("timer")).to_have_text(re.compile(f"^({left}):"))

    lesson = lesson_of(week.folder, "market")
    by_mouse(layla.locator("#q-with-whom"), right_fields(lesson, "with-whom"))
    expect(layla.get_by_text("حُفظت الإجابات، ويمكن تغييرها حتى التسليم.")).to_be_visible()
    layla.context.set_offline(True)
    by_mouse(layla.locator("#q-which-day"), {"which-day": "الخميس"})
    expect(layla.locator("main")).to_contain_text("محفوظة على هذا الجهاز، ولم تُرسل بعد")
    layla.context.set_offline(False)
    expect(layla.get_by_text("محفوظة على هذا الجهاز")).to_have_count(0)
    phone = layla.context
    layla.close()  # and the window is closed, and opened again
    layla = phone.new_page()
    layla.goto(week.url)
    layla.locator(".assigned a").first.click()
    expect(layla.get_by_role("timer")).to_have_text(re.compile("^(٢٨|٢٩):"))
    layla.goto(f"{week.url}/texts/market/1")
    expect(layla.locator("#q-which-day input[type=text]")).to_have_value("الخميس")
    layla.goto(f"{week.url}/texts/market/review")
    expect(layla.locator("main")).to_contain_text("أُجيب عن ٢ من ٧")
    button(layla, "تسليم الاختبار").click()
    expect(layla.locator("main")).to_contain_text("حين يعلنها معلمك")
    expect(layla.locator(".mark-cell", has_text="من")).to_have_count(0)
    desk.reload()
    expect(desk.get_by_role("row", name=re.compile("ليلى"))).to_contain_text("٢ / ٧")
    button(desk, "إعلان النتائج").click()
    layla.goto(week.url)
    expect(layla.locator(".here-line")).to_contain_text("النتائج")
    layla.goto(f"{week.url}/texts/market/result")
    expect(layla.locator("p.total")).to_have_text("٢ من ٩")


def test_an_open_answer_is_marked_and_told(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس هـ")
    layla = week.pupil(klass.code, "ليلى")
    layla.goto(f"{week.url}/texts/market/3")
    by_mouse(layla.locator("#q-why-basket"), {"why-basket": "علّقها ليملأها بالبرتقال."})
    expect(layla.locator("#q-why-basket .feedback.pending")).to_be_visible()
    desk.goto(f"{week.url}/desk/")
    card = desk.locator("li.card", has_text="الخامس هـ")
    expect(card.locator(".work")).to_contain_text("بانتظار التصحيح")
    card.locator(".work a", has_text="بانتظار التصحيح").click()
    link(desk, "لماذا علّق حسن السلّة؟").click()
    expect(desk.locator("blockquote.written")).to_have_text("علّقها ليملأها بالبرتقال.")
    for criterion, points in enumerate("21"):
        desk.locator(f"[name='c.{criterion}'][value='{points}'], [name='c.{criterion}'][value='{points}.0']").check()
    desk.locator("#comment").fill("أحسنتِ يا ليلى")
    desk.locator("#mark .links button").click()
    expect(desk.locator(".notice").first).to_contain_text("حُفظت الدرجة")
    layla.goto(week.url)
    expect(layla.locator(".here-line")).to_contain_text("صُحّحت إجابتك، ومعها تعليق")
    link(layla, "الجديد لك").click()
    link(layla.locator(".news"), "صُحّحت إجابتك").click()
    expect(layla.locator("#q-why-basket .marks")).to_have_text("٣ من ٣")
    expect(layla.locator("#q-why-basket")).to_contain_text("أحسنتِ يا ليلى")


def test_a_refused_answer_is_taken_and_regraded(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس و")
    omar = week.pupil(klass.code, "عمر")
    omar.goto(f"{week.url}/texts/garden/1")
    by_mouse(omar.locator("#q-which-day"), {"which-day": "قبل الجمعة بيوم"})
    expect(omar.locator("#q-which-day .feedback.refused")).to_be_visible()
    desk.goto(f"{week.url}{klass.path}texts/garden/questions/which-day")
    group = desk.locator(".groups li", has_text="قبل الجمعة بيوم")
    button(group, "إجابة صحيحة").click()
    expect(desk).to_have_url(re.compile("/desk/regrade/garden"))
    expect(desk.get_by_role("row", name=re.compile("عمر"))).to_contain_text("١ / ١")
    desk.locator("#reason").fill("إجابة صحيحة بمعناها")
    button(desk, "تطبيق إعادة التصحيح").click()
    expect(desk.locator(".notice").first).to_contain_text("طُبّقت")
    omar.goto(week.url)
    expect(omar.locator(".here-line")).to_contain_text("أُعيد تصحيح إجابتك")
    link(omar, "الجديد لك").click()
    link(omar.locator(".news"), "أُعيد تصحيح إجابتك").click()
    expect(omar.locator("#q-which-day .feedback.accepted")).to_be_visible()
    expect(omar.locator("#q-which-day")).to_contain_text("كانت الدرجة ٠ من ١ فصارت ١ من ١")
    expect(omar.locator("#q-which-day")).to_contain_text("إجابة صحيحة بمعناها")


def downloaded(desk: Page, name: str) -> list[list[str]]:
    """The rows of a file that a link of the page gives."""
    with desk.expect_download() as download:
        desk.locator(".files a").filter(has_text=re.compile(f"{name}$|^{name}")).first.click()
    return list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))


def test_who_needs_help_the_gradebook_and_the_parents(week: Week) -> None:
    desk = week.teacher()
    klass = week.new_class(desk, "الخامس ز")
    layla, omar, _ = (week.pupil(klass.code, name) for name in ("ليلى", "عمر", "سلمى"))
    week.answers(layla, "market", right=ALL)
    week.answers(omar, "market", right=ALL[:1], wrong=ALL[1:])
    desk.goto(week.url + klass.path)
    link(desk.locator("nav.text-tabs"), "النتائج والمساعدة").click()
    helps = desk.locator("section[aria-labelledby=help] .needs .who")
    expect(helps.filter(has_text="عمر")).to_be_visible()
    expect(helps.filter(has_text="سلمى")).to_be_visible()
    expect(helps.filter(has_text="ليلى")).to_have_count(0)
    low = desk.locator(".helps > li", has_text="عمر").first
    expect(low).to_contain_text("١٧٪")
    expect(link(low, "قراءة النص معًا")).to_be_visible()

    link(desk.locator("nav.text-tabs"), "كشف الدرجات").click()
    row = desk.locator("table.grades tbody tr", has_text="ليلى")
    expect(row).to_contain_text("١٠٠")
    rows = downloaded(desk, "CSV")
    assert rows[0][:2] == ["learner", "grade"]
    assert {line[0]: line[1] for line in rows[1:]} == {"ليلى": "100.0", "عمر": "17.0", "سلمى": ""}
    rows = downloaded(desk, "Moodle")
    assert any("سوق الحيّ" in title for title in rows[0])
    assert {name for line in rows for name in line} >= {"ليلى", "عمر", "سلمى"}

    link(desk, "تقارير أولياء الأمور").click()
    link(desk, "كتابة كلمة عن ليلى").click()
    desk.locator("#words").fill("ليلى قارئة مجتهدة.")
    button(desk, "حفظ").click()
    expect(desk.locator(".report")).to_have_count(1)
    expect(desk.locator(".report-words")).to_have_text("ليلى قارئة مجتهدة.")
    expect(desk.locator(".report")).to_contain_text("سوق الحيّ")
    expect(desk.locator(".report")).to_contain_text("١٠٠٪ من الدرجات")
    assert "عمر" not in desk.locator(".report").inner_text()
    assert desk.pdf(format="A4").count(b"/Type /Page\n") == 1


@dataclass
class Presses:
    """Somebody who presses only what is in view on the page, and counts it."""

    count: int = 0

    def press(self, target: Locator) -> None:
        expect(target).to_be_visible()
        target.click()
        self.count += 1

    def enter(self, field: Locator) -> None:
        field.press("Enter")
        self.count += 1


def test_from_the_set_up_link_to_a_class_that_reads_in_12_presses(browser: Browser, new_site: Site) -> None:
    """The presses of the teacher, and of the pupil who needs most; the code and the address are read off the screen."""
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    desk, teacher = context.new_page(), Presses()
    desk.goto(setup_link(new_site))
    for field, typed in (("name", "منى"), ("sign-in", "muna"), ("password", PASSWORD), ("again", PASSWORD)):
        desk.locator(f"#{field}").fill(typed)
    teacher.press(button(desk, "إنشاء الحساب"))
    desk.locator("#name").fill("الخامس")
    teacher.press(button(desk, "إنشاء الصف"))
    teacher.press(link(desk.locator("nav.rooms"), "النصوص"))
    teacher.press(desk.locator("main").get_by_role("link", name=re.compile("^تكليف بالنص")).first)
    expect(desk.get_by_label("الخامس")).to_be_checked()
    teacher.press(button(desk, "تكليف"))
    teacher.press(link(desk, "عرض الرمز"))
    door, code = desk.locator(".door").inner_text(), desk.locator(".huge").inner_text()

    counts = []
    for name in ("ليلى", "عمر"):
        phone = new_context(browser, viewport={"width": 390, "height": 800})
        page, pupil = phone.new_page(), Presses()
        page.goto(f"http://{door}")
        page.locator("#code").fill(code.lower())
        pupil.enter(page.locator("#code"))
        page.locator("#name").fill(name)
        pupil.press(button(page, "انضمام"))
        pupil.press(link(page, "متابعة القراءة"))
        expect(page.locator(".assigned")).to_be_visible()
        pupil.press(link(page.locator(".assigned"), "بدء القراءة"))
        expect(page.locator(".rules.assigned")).to_contain_text("كلّفك معلمك بهذا النص")
        pupil.press(link(page, "بدء القراءة"))
        expect(page).to_have_url(re.compile("/texts/[^/]+/1$"))
        expect(page.locator(".passage").first).to_be_visible()
        counts.append(pupil.count)
        leave(phone)
    assert teacher.count + max(counts) <= 12
    leave(context)
