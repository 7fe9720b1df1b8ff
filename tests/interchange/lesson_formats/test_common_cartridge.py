"""Common Cartridge: what goes out is set up as its profile asks, and tests of QTI 1.2 come in from elsewhere."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from interchange.lesson_formats.exchanging import SOURCE, lesson_of, written
from question_types.asking import build, examples, read
from webapp.domain.question import Question
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.export_lesson import export_shelf
from webapp.interchange.lesson_formats.import_lesson import format_of, import_lesson
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.question_types import TYPES

CARTRIDGE = FORMATS["common-cartridge"]
OLD = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PACKAGE = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
ORDER = {
    "item": ["itemmetadata", "presentation", "resprocessing", "itemfeedback"],
    "respcondition": ["conditionvar", "setvar", "displayfeedback"],
    "presentation": ["material", "response_lid", "response_str"],
    "resprocessing": ["outcomes", "respcondition"],
    "assessment": ["qtimetadata", "section"],
}
PROFILES = {
    "choice": "cc.multiple_choice.v0p1",
    "judgement": "cc.multiple_choice.v0p1",
    "multiple": "cc.multiple_response.v0p1",
    "short": "cc.fib.v0p1",
    "open": "cc.essay.v0p1",
}


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def questions_of(*questions: Question) -> Element:
    return ElementTree.fromstring(parts_of(written(lesson_of(questions), CARTRIDGE))["text1/questions.xml"])


def test_items_have_the_profile_and_the_order_of_the_schema() -> None:
    questions = [question for kind in TYPES if (question := read(examples(kind)[0], kind)[0]) is not None]
    test = questions_of(*questions)
    kinds = {question.id: question.type for question in questions}
    for element in test.iter():
        order = ORDER.get(str(element.tag).removeprefix(OLD))
        places = [order.index(str(child.tag).removeprefix(OLD)) for child in element if order and _is_element(child)]
        assert places == sorted(places), element.tag
    for item in test.iter(f"{OLD}item"):
        fields = {field[0].text: field[1].text for field in item.iter(f"{OLD}qtimetadatafield")}
        assert fields["cc_profile"] == PROFILES.get(kinds[item.get("ident", "")], fields["cc_profile"])
        shown = {part.get("linkrefid") for part in item.iter(f"{OLD}displayfeedback")}
        assert shown <= {part.get("ident") for part in item.iter(f"{OLD}itemfeedback")}


def _is_element(element: Element) -> bool:
    return isinstance(element.tag, str)


def test_the_manifest_has_the_page_and_the_questions_of_the_text() -> None:
    question = build("choice", id="a", prompt="س؟", options=[{"text": "أ", "correct": True}, {"text": "ب"}])
    parts = parts_of(written(lesson_of([question]), CARTRIDGE))
    manifest = ElementTree.fromstring(parts["imsmanifest.xml"])
    assert manifest.findtext(f"{PACKAGE}metadata/{PACKAGE}schemaversion") == "1.3.0"
    resources = {part.get("identifier"): part for part in manifest.iter(f"{PACKAGE}resource")}
    assert {part.get("type") for part in resources.values()} == {
        "webcontent",
        "imsqti_xmlv1p2/imscc_xmlv1p3/assessment",
    }
    assert {part[0].get("href") for part in resources.values()} == set(parts) - {"imsmanifest.xml"}
    linked = {part.get("identifierref") for part in manifest.iter(f"{PACKAGE}item")} - {None}
    assert linked == set(resources)
    page = parts["text1/text.html"].decode()
    assert 'dir="rtl"' in page
    assert SOURCE.split("\n", 1)[0] in page


def test_a_shelf_is_one_cartridge_with_a_folder_a_text() -> None:
    options = [{"text": "أ", "correct": True}, {"text": "ب"}]
    one = replace(lesson_of([build("choice", id="a", prompt="س؟", options=options)]), slug="one")
    two = replace(lesson_of([build("choice", id="b", prompt="س؟", options=options)]), slug="two")
    raw, problems = export_shelf([(one, SOURCE), (two, "نص آخر.")], "الرف", CARTRIDGE)
    assert [len(said) for said in problems] == [0, 0]
    manifest = ElementTree.fromstring(parts_of(raw)["imsmanifest.xml"])
    folders = manifest.findall(f".//{PACKAGE}organization/{PACKAGE}item/{PACKAGE}item")
    assert [len(folder.findall(f"{PACKAGE}item")) for folder in folders] == [2, 2]
    came = import_lesson(raw)
    assert [values["id"] for values in came.questions] == ["a", "b"]
    assert came.text.split() == [*SOURCE.split(), *["نص", "آخر."]]


METADATA = "<fieldlabel>{}</fieldlabel><fieldentry>{}</fieldentry>"


def label(name: str, text: str) -> str:
    words = f'<material><mattext texttype="text/html">&lt;p&gt;{text}&lt;/p&gt;</mattext></material>'
    return f'<response_label ident="{name}">{words}</response_label>'


def choose(name: str, *labels: str, words: str = "", many: str = "Single") -> str:
    asked = f"<material><mattext>{words}</mattext></material>" if words else ""
    return (
        f'<response_lid ident="{name}" rcardinality="{many}">{asked}'
        f"<render_choice>{''.join(labels)}</render_choice></response_lid>"
    )


def equal(value: str, name: str = "r") -> str:
    return f'<varequal respident="{name}">{value}</varequal>'


def when(condition: str, score: str = "100", shown: str = "") -> str:
    remark = f'<displayfeedback linkrefid="{shown}"/>' if shown else ""
    earned = f'<setvar action="Set" varname="SCORE">{score}</setvar>' if score else ""
    return f"<respcondition><conditionvar>{condition}</conditionvar>{earned}{remark}</respcondition>"


def quiz(asked: str, *conditions: str, prompt: str = "متى صدر؟", more: str = "") -> bytes:
    """A test with one item as Canvas writes them."""
    points = f"<qtimetadatafield>{METADATA.format('points_possible', '2')}</qtimetadatafield>"
    return (
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="t" title="اختبار">'
        '<section ident="s"><item ident="day" title="t">'
        f"<itemmetadata><qtimetadata>{points}</qtimetadata></itemmetadata>"
        f'<presentation><material><mattext texttype="text/html">&lt;div&gt;{prompt}&lt;/div&gt;</mattext></material>'
        f"{asked}</presentation><resprocessing>{''.join(conditions)}</resprocessing>{more}</item></section></assessment>"
        "</questestinterop>"
    ).encode()


TWO = (label("A", "أ"), label("B", "ب"))
BOX = '<response_str ident="r" rcardinality="Single"><render_fib/></response_str>'
WHY = '<itemfeedback ident="A_fb"><flow_mat><material><mattext>لا</mattext></material></flow_mat></itemfeedback>'
NOT_A = f"<and><not>{equal('A')}</not>{equal('B')}{equal('C')}</and>"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            quiz(choose("r", *TWO), when(equal("A"), "", "A_fb"), when(equal("B")), more=WHY),
            {"type": "choice", "options": [{"text": "أ", "why": "لا"}, {"text": "ب", "correct": True}], "points": 2.0},
        ),
        (quiz(choose("r", *TWO, label("C", "ج"), many="Multiple"), when(NOT_A)), {"type": "multiple"}),
        (
            quiz(choose("r", label("A", "True"), label("B", "False")), when(equal("B"))),
            {"type": "judgement", "answer": "false"},
        ),
        (quiz(BOX, when(equal("الخميس")), when(equal("يوم الخميس"))), {"accept": ["الخميس", "يوم الخميس"]}),
        (quiz(BOX), {"type": "open"}),
        (
            quiz(
                choose("r1", *TWO, words="الأول") + choose("r2", *TWO, words="الثاني"),
                when(equal("B", "r1"), "50"),
                when(equal("A", "r2"), "50"),
            ),
            {"type": "match", "pairs": [{"left": "الأول", "right": "ب"}, {"left": "الثاني", "right": "أ"}]},
        ),
        (
            quiz(
                choose("r1", *TWO, words="x") + choose("r2", *TWO, words="y"),
                when(equal("B", "r1"), "50"),
                when(equal("A", "r2"), "50"),
                prompt="قال [x] كما [y].",
            ),
            {"type": "cloze", "text": "قال [[ب]] كما [[أ]]."},
        ),
    ],
)
def test_each_kind_of_question_of_canvas(raw: bytes, expected: dict[str, object]) -> None:
    assert format_of(raw) is CARTRIDGE
    came = import_lesson(raw, text="نص.")
    assert came.title == "اختبار"
    (values,) = came.questions or ({},)
    assert values.get("id") == "day", came.problems
    assert expected.items() <= values.items()


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (quiz(choose("r", *TWO), when(equal("A")), when(equal("B"), "50")), "weights"),
        (quiz(choose("r", *TWO), when(equal("A")), more=WHY.replace("A_fb", "general_fb")), "feedback"),
        (quiz(BOX.replace('"r"', '"1"') + BOX), "no-such-question"),
        (quiz(choose("r1", *TWO) + choose("r2", *TWO)), "no-key"),
        (quiz(""), "no-such-question"),
        (quiz(choose("r", *TWO), when(equal("A")), prompt="&lt;img src='a.png'&gt;متى؟"), "media"),
    ],
)
def test_what_is_not_taken_is_named(raw: bytes, rule: str) -> None:
    assert rule in [problem.rule for problem in import_lesson(raw, text="نص.").problems]


def test_a_package_of_tests_comes_in() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "imsmanifest.xml",
            '<manifest><resources><resource type="imsqti_xmlv1p2"><file href="q/q.xml"/></resource>'
            '<resource type="webcontent" href="a.html"/></resources></manifest>',
        )
        archive.writestr("q/q.xml", quiz(choose("r", *TWO), when(equal("A"))))
    assert format_of(file.getvalue()) is CARTRIDGE
    assert [values["id"] for values in import_lesson(file.getvalue(), text="نص.").questions] == ["day"]


@pytest.mark.parametrize(
    "raw",
    [
        b"<!DOCTYPE a [<!ENTITY x 'y'>]><questestinterop>&x;</questestinterop>",
        b"<questestinterop>" + b"<item>" * 200,
        b"<questestinterop>" + b"<item/>" * 201 + b"</questestinterop>",
        b"<questestinterop/>",
        b"<other/>",
    ],
)
def test_a_hostile_test_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        import_lesson(raw, "common-cartridge", "نص.")
