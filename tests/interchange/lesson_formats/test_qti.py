"""QTI: what goes out has the structure of its schema, and items of other programs and versions come in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.lesson_formats.exchanging import SOURCE, lesson_of, lessons, source_of, written
from interchange.lesson_formats.generated_questions import questions
from interchange.lesson_formats.qti_structure import NAMESPACE, faults, manifest_faults
from question_types.asking import build, examples, read
from webapp.domain.question import Question
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.export_lesson import export_lesson
from webapp.interchange.lesson_formats.import_lesson import ImportedLesson, format_of, import_lesson
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.question_types import TYPES

QTI = FORMATS["qti"]
MANIFEST_NAME = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
VERSION_2 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
MATCH_2 = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def trees_of(raw: bytes) -> dict[str, Element]:
    return {name: ElementTree.fromstring(part) for name, part in parts_of(raw).items()}


def item_of(*questions: Question) -> Element:
    return next(
        tree for name, tree in trees_of(written(lesson_of(questions), QTI)).items() if name.startswith("items/")
    )


def of_every_type() -> list[Question]:
    return [question for kind in TYPES if (question := read(examples(kind)[0], kind)[0]) is not None]


def zipped(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def test_every_part_has_the_structure_of_the_schema() -> None:
    for folder, lesson in (*lessons(), (None, lesson_of(of_every_type()))):
        raw = written(lesson, QTI, source_of(folder, lesson) if folder else SOURCE)
        for name, tree in trees_of(raw).items():
            found = manifest_faults(tree) if name == "imsmanifest.xml" else faults(tree)
            assert list(found) == [], (lesson.slug, name)


@given(asked=questions(tuple(TYPES)))
@settings(max_examples=5)
def test_any_questions_have_the_structure_of_the_schema(asked: list[Question]) -> None:
    for name, tree in trees_of(written(lesson_of(asked), QTI)).items():
        found = manifest_faults(tree) if name == "imsmanifest.xml" else faults(tree)
        assert list(found) == [], name


def test_a_text_with_nothing_to_show_has_a_body_of_its_own() -> None:
    stimulus = trees_of(written(lesson_of(of_every_type()), QTI, "[صورة: a.svg | ]\n"))["text.xml"]
    assert list(faults(stimulus)) == []


def test_points_of_wordings_in_a_gap_are_said_not_to_come() -> None:
    mapping = '<mapping><mapEntry mapKey="York" mappedValue="1"/><mapEntry mapKey="york" mappedValue="0.5"/></mapping>'
    raw = item_2(f"<p>أكمل.</p><p>قال <textEntryInteraction {_ANSWER}/> ثم ذهب.</p>", mapping, base="string")
    assert "weights" in [problem.rule for problem in import_lesson(raw, text="نص.").problems]


def test_the_manifest_lists_all_parts_with_what_they_need() -> None:
    parts = trees_of(written(lesson_of(of_every_type()), QTI))
    manifest = parts.pop("imsmanifest.xml")
    assert [child.tag.removeprefix(MANIFEST_NAME) for child in manifest] == ["metadata", "organizations", "resources"]
    resources = manifest.findall(f".//{MANIFEST_NAME}resource")
    assert {resource.get("href") for resource in resources} == set(parts)
    names = [resource.get("identifier") for resource in resources]
    assert len(set(names)) == len(names)
    needed = {part.get("identifierref") for part in manifest.iter(f"{MANIFEST_NAME}dependency")}
    assert needed == {*names} - {"fahm.test"}


def test_the_text_is_shown_without_its_marks() -> None:
    source = "=== البيت\n\nفقرة.\n\n[صورة: a.svg | نخلة]\n"
    stimulus = trees_of(written(lesson_of(of_every_type()), QTI, source))["text.xml"]
    (body,) = stimulus.iter(f"{NAMESPACE}qti-stimulus-body")
    shown = [(str(part.tag).removeprefix(NAMESPACE), part.text) for part in body]
    assert shown == [("h2", "البيت"), ("p", "فقرة."), ("p", "نخلة")]


def test_points_and_place_stand_in_the_test() -> None:
    options = [{"text": "أ", "correct": True}, {"text": "ب"}]
    question = build("choice", id="1a", paragraph=2, process="infer", prompt="س؟", points=3, options=options)
    parts = trees_of(written(lesson_of([question]), QTI))
    (reference,) = parts["test.xml"].iter(f"{NAMESPACE}qti-assessment-item-ref")
    assert reference.get("category") == "paragraph-2 infer"
    assert reference.get("identifier") == "_1a"
    (weight,) = reference
    assert weight.get("value") == "3"
    (values,) = import_lesson(written(lesson_of([question]), QTI)).questions
    assert values["id"] == "1a"


def test_a_typed_answer_is_mapped_with_its_spellings() -> None:
    item = item_of(build("short", id="a", prompt="من؟", accept=["أحمد"], refuse=["علي"]))
    entries = {entry.get("map-key"): entry.attrib for entry in item.iter(f"{NAMESPACE}qti-map-entry")}
    shares = {key: entry["mapped-value"] for key, entry in entries.items()}
    assert shares == {"أحمد": "1", "احمد": "1", "علي": "0"}
    assert {entry["case-sensitive"] for entry in entries.values()} == {"false"}
    exact = item_of(build("short", id="a", prompt="من؟", accept=["أحمد"], exact=True))
    assert [entry.get("case-sensitive") for entry in exact.iter(f"{NAMESPACE}qti-map-entry")] == ["true"]


def test_reasons_of_options_are_feedback_of_their_own() -> None:
    options = [{"text": "أ", "correct": True, "why": "نعم"}, {"text": "ب", "why": "لا"}]
    item = item_of(build("choice", id="a", prompt="س؟", options=options))
    said = {part.get("identifier"): "".join(part.itertext()) for part in item.iter(f"{NAMESPACE}qti-modal-feedback")}
    assert said == {"option1": "نعم", "option2": "لا"}
    (processing,) = item.iter(f"{NAMESPACE}qti-response-processing")
    assert (processing.get("template") or "").endswith("match_correct.xml")
    assert [rule.get("identifier") for rule in processing if rule.get("identifier")] == ["FEEDBACK"]


def test_the_order_of_an_order_does_not_stand_in_the_body() -> None:
    lines = [f"سطر {number}" for number in range(1, 7)]
    item = item_of(build("order", id="a", prompt="رتّب.", items=lines))
    shown = [part.text for part in item.iter(f"{NAMESPACE}qti-simple-choice")]
    assert sorted(filter(None, shown)) == lines != shown


def item_2(body: str, key: str = "", after: str = "", attributes: str = "", base: str = "identifier") -> bytes:
    """An item of QTI 2.1 with one response."""
    cardinality = "multiple" if key.count("<value>") > 1 or "Pair" in base else "single"
    correct = f"<correctResponse>{key}</correctResponse>" if key.startswith("<value>") else key
    return (
        f'<assessmentItem xmlns="{VERSION_2}" identifier="day" title="العنوان" {attributes}>'
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{correct}</responseDeclaration><itemBody>{body}</itemBody>{after or _RULE}</assessmentItem>"
    ).encode()


_RULE = f'<responseProcessing template="{MATCH_2}"/>'
_ANSWER = 'responseIdentifier="RESPONSE"'


def choices(tag: str, **texts: str) -> str:
    return "".join(f'<{tag} identifier="{name}" matchMax="1">{text}</{tag}>' for name, text in texts.items())


def value(*texts: str) -> str:
    return "".join(f"<value>{text}</value>" for text in texts)


ASKED = "<prompt>متى صدر؟</prompt>"
CHOICE = f'<choiceInteraction {_ANSWER} shuffle="true" maxChoices="1">{ASKED}'
END = "</choiceInteraction>"
SEVERAL = CHOICE.replace('"1"', '"0"')
MAPPED = (
    '<mapping defaultValue="0"><mapEntry mapKey="أ" mappedValue="2"/><mapEntry mapKey="ب" mappedValue="1"/></mapping>'
)
SIX = choices("simpleAssociableChoice", A="أ", B="ب", C="ج", D="د", E="ه", F="و")
SETS = (
    f"<simpleMatchSet>{choices('simpleAssociableChoice', L1='أ', L2='ب')}</simpleMatchSet>"
    f"<simpleMatchSet>{choices('simpleAssociableChoice', R1='١', R2='٢', R3='٣')}</simpleMatchSet>"
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            item_2(f"{CHOICE}{choices('simpleChoice', A='أ', B='ب')}{END}", value("B")),
            {"type": "choice", "prompt": "متى صدر؟", "options": [{"text": "أ"}, {"text": "ب", "correct": True}]},
        ),
        (
            item_2(f"<p>متى صدر؟</p>{SEVERAL}{choices('simpleChoice', A='أ', B='ب', C='ج')}{END}", value("B", "C")),
            {"type": "multiple", "prompt": "متى صدر؟\nمتى صدر؟"},
        ),
        (item_2(f"{CHOICE}{choices('simpleChoice', A='أ', B='ب')}{END}", after=" "), {"type": "poll"}),
        (
            item_2(f"{CHOICE}{choices('simpleChoice', A='صحيح', B='خطأ')}{END}", value("B")),
            {"type": "judgement", "answer": "false"},
        ),
        (
            item_2(f"<p>متى صدر؟ <textEntryInteraction {_ANSWER}/></p>", MAPPED, base="string"),
            {"type": "short", "prompt": "متى صدر؟", "accept": ["أ", {"text": "ب", "share": 0.5}]},
        ),
        (
            item_2(f"<p>اليوم <textEntryInteraction {_ANSWER}/> صدر.</p>", value("الخميس"), base="string"),
            {"type": "cloze", "text": "اليوم [[الخميس]] صدر."},
        ),
        (
            item_2(
                f"<p>قبل <inlineChoiceInteraction {_ANSWER}>{choices('inlineChoice', A='بوتين', B='كيم')}"
                "</inlineChoiceInteraction> دعوة.</p>",
                value("A"),
            ),
            {"type": "cloze", "text": "قبل [[بوتين]] دعوة.", "bank": ["كيم"]},
        ),
        (
            item_2(f"<matchInteraction {_ANSWER}>{ASKED}{SETS}</matchInteraction>", value("L1 R2", "L2 R1")),
            {
                "type": "match",
                "pairs": [{"left": "أ", "right": "٢"}, {"left": "ب", "right": "١"}],
                "distractors": ["٣"],
            },
        ),
        (
            item_2(
                f"<associateInteraction {_ANSWER}>{SIX}</associateInteraction>",
                value("A B", "E F"),
                base="pair",
            ),
            {"type": "match", "prompt": "العنوان", "distractors": ["ج", "د"]},
        ),
        (
            item_2(
                f"<orderInteraction {_ANSWER}>{ASKED}{choices('simpleChoice', A='أ', B='ب', C='ج')}</orderInteraction>",
                value("C", "A", "B"),
            ),
            {"type": "order", "items": ["ج", "أ", "ب"]},
        ),
        (
            item_2(
                f"<gapMatchInteraction {_ANSWER}>{choices('gapText', W='كيم', X='بوتين')}"
                '<p>قبل <b><gap identifier="G1"/></b> دعوة <gap identifier="G2"/>.</p></gapMatchInteraction>',
                value("X G1", "W G2"),
                base="directedPair",
            ),
            {"type": "cloze", "text": "قبل [[بوتين]] دعوة [[كيم]]."},
        ),
        (
            item_2(
                f"<extendedTextInteraction {_ANSWER}>{ASKED}</extendedTextInteraction>"
                '<rubricBlock view="scorer"><ul><li>2: يذكر اليوم.</li></ul><p>الخميس</p></rubricBlock>',
                base="string",
            ),
            {"type": "open", "rubric": [{"points": 2.0, "text": "يذكر اليوم."}], "model": "الخميس"},
        ),
    ],
)
def test_each_kind_of_question_of_version_2(raw: bytes, expected: dict[str, object]) -> None:
    assert format_of(raw) is QTI
    came = import_lesson(raw, text="نص.")
    (values,) = came.questions or ({},)
    assert values.get("id") == "day", came.problems
    assert expected.items() <= values.items()


HOT = '<p>قال <hottext identifier="A">الرئيس</hottext> في <hottext identifier="B">بيان</hottext></p>'
OPTIONS = choices("simpleChoice", A="أ", B="ب")
GOOD = f"{CHOICE}{OPTIONS}{END}"
PCI = f"<customInteraction {_ANSWER}/>"
OWN_RULES = "<responseProcessing><lookupOutcomeValue/></responseProcessing>"
FEEDBACK = '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{}" showHide="show">تذكير</modalFeedback>'


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (item_2(f"<hottextInteraction {_ANSWER}>{HOT}</hottextInteraction>", value("A")), "passage"),
        (item_2(f'<p><img src="a.png" alt=""/></p>{GOOD}', value("A")), "media"),
        (item_2(GOOD, value("A"), attributes='adaptive="true"'), "adaptive"),
        (item_2(GOOD + PCI, value("A")), "interaction"),
        (item_2(PCI), "no-such-question"),
        (item_2(SEVERAL + OPTIONS + END, value("A", "B")), "weights"),
        (
            item_2(GOOD, value("A"), after="<responseProcessing><lookupOutcomeValue/></responseProcessing>"),
            "processing",
        ),
        (item_2(GOOD), "processing"),
        (item_2(GOOD, value("A"), after=FEEDBACK.format("always")), "feedback"),
        (item_2(f'{GOOD}<rubricBlock view="scorer"><p>انتبه</p></rubricBlock>', value("A")), "rubric"),
    ],
)
def test_what_is_not_taken_is_named(raw: bytes, rule: str) -> None:
    problems = import_lesson(raw, text="نص.").problems
    assert rule in [problem.rule for problem in problems]
    assert any("day" in problem.message for problem in problems)


def test_feedback_of_an_option_is_its_reason() -> None:
    inline = '<simpleChoice identifier="A">أ<feedbackInline identifier="A" outcomeIdentifier="F">صحيح</feedbackInline>'
    body = f'{CHOICE}{inline}</simpleChoice><simpleChoice identifier="B">ب</simpleChoice>{END}'
    came = import_lesson(item_2(body, value("A"), after=FEEDBACK.format("B") + _RULE), text="نص.")
    assert came.problems == ()
    (values,) = came.questions
    assert values["options"] == [
        {"text": "أ", "correct": True, "why": "صحيح"},
        {"text": "ب", "why": "تذكير"},
    ]


def manifest(*resources: str) -> str:
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>'
        + "".join(
            f'<resource identifier="r{number}" type="{kind}" href="{href}"/>'
            for number, (kind, href) in enumerate(resource.split(" ") for resource in resources)
        )
        + "</resources></manifest>"
    )


def package(**more: str) -> bytes:
    item = item_2(GOOD, value("A")).decode()
    return zipped(
        {
            "a/imsmanifest.xml": manifest(
                "imsqti_item_xmlv2p1 items/b%20c.xml",
                "imsqti_item_xmlv2p1 ../../../etc/passwd",
                "imsqti_item_xmlv2p1 items/1.xml",
                "imsqti_test_xmlv2p1 tests/t.xml",
                "webcontent a.png",
            ),
            "a/items/1.xml": item.replace('"day"', '"first"'),
            "a/items/b c.xml": item.replace('"day"', '"second"'),
            "a/tests/t.xml": '<assessmentTest title="اختبار" xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"><testPart>'
            '<assessmentSection><assessmentItemRef href="../items/1.xml"/></assessmentSection></testPart>'
            "</assessmentTest>",
            **more,
        }
    )


def came_from(raw: bytes) -> ImportedLesson:
    assert format_of(raw) is QTI
    return import_lesson(raw, text="نص.")


def test_a_package_is_read_by_its_manifest_in_the_order_of_its_test() -> None:
    came = came_from(package())
    assert [values["id"] for values in came.questions] == ["first", "second"]
    assert came.title == "اختبار"
    (problem,) = came.problems
    assert problem.rule == "missing-part"


ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><assessmentItem>&x;</assessmentItem>'
OLD = "<questestinterop><item/></questestinterop>"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (zipped({"imsmanifest.xml": "<manifest/>"}), "no question"),
        (zipped({"x/imsmanifest.xml.bak": "<a/>"}), "has no imsmanifest"),
        (zipped({"imsmanifest.xml": "<manifest>"}), "XML file is damaged"),
        (
            zipped({"imsmanifest.xml": manifest("imsqti_item_xmlv2p1 a.xml"), "a.xml": "<a>" * 5000}),
            "XML file is damaged",
        ),
        (zipped({"imsmanifest.xml": manifest("imsqti_item_xmlv2p1 a.xml"), "a.xml": " " * 9_000_000}), "package"),
        (zipped({"imsmanifest.xml": manifest(*["imsqti_item_xmlv2p1 a.xml"] * 201)}), "200"),
        (zipped({"imsmanifest.xml": manifest("imsqti_xmlv1p2 a.xml"), "a.xml": OLD}), r"QTI 1\.2"),
        (zipped({"imsmanifest.xml": "<a/>", **{f"{number}": "" for number in range(2_001)}}), "package"),
        (zipped({"imsmanifest.xml": "<a/>"})[:-30], "package"),
        (OLD.encode(), r"QTI 1\.2"),
        (b"<assessmentTest/>", "whole package"),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><assessmentItem>&x;</assessmentItem>',
            "XML file is damaged",
        ),
    ],
)
def test_hostile_and_unreadable_packages_are_one_clear_line(raw: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        import_lesson(raw, "qti", "نص.")


def test_parts_of_many_elements_together_are_refused() -> None:
    names = [f"{number}.xml" for number in range(5)]
    many = "<assessmentItem>" + "<a/>" * 20_000 + "</assessmentItem>"
    listed = manifest(*(f"imsqti_item_xmlv2p1 {name}" for name in names))
    with pytest.raises(Unreadable, match="package"):
        import_lesson(zipped({"imsmanifest.xml": listed, **dict.fromkeys(names, many)}), "qti", "نص.")


def test_what_was_changed_elsewhere_counts() -> None:
    question = build(
        "choice", id="a", prompt="س؟", options=[{"text": "أ", "correct": True}, {"text": "ب"}], hints=["x"]
    )
    parts = {name: part.decode() for name, part in parts_of(written(lesson_of([question]), QTI)).items()}
    parts["items/a.xml"] = parts["items/a.xml"].replace(">ب<", ">ج<")
    (values,) = import_lesson(zipped(parts)).questions
    assert values["options"] == [{"text": "أ", "correct": True}, {"text": "ج"}]
    assert "hints" not in values


STIMULUS = """<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="s" title="النص">
<qti-stimulus-body><h2>عنوان</h2><p>فقرة <b>أولى</b>.</p><p>فقرة ثانية.</p></qti-stimulus-body>
</qti-assessment-stimulus>"""
ITEM_3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="x" title="ت">
<qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
<qti-mapping><qti-map-entry map-key="A" mapped-value="1"/><qti-map-entry map-key="C" mapped-value="1"/>
<qti-map-entry map-key="B" mapped-value="-2"/></qti-mapping></qti-response-declaration>
<qti-assessment-stimulus-ref identifier="s" href="s.xml"/>
<qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="3"><qti-prompt>اختر.</qti-prompt>
<qti-simple-choice identifier="A">أ</qti-simple-choice><qti-simple-choice identifier="B">ب</qti-simple-choice>
<qti-simple-choice identifier="C">ج</qti-simple-choice></qti-choice-interaction></qti-item-body>
<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/>
</qti-assessment-item>"""


def test_the_text_of_another_program_comes_in_with_its_items() -> None:
    listed = manifest("imsqti_item_xmlv3p0 x.xml", "imsqti_stimulus_xmlv3p0 s.xml")
    came = import_lesson(zipped({"imsmanifest.xml": listed, "x.xml": ITEM_3, "s.xml": STIMULUS}))
    assert came.problems == ()
    assert (came.title, came.text.split("\n")) == ("النص", ["عنوان", "فقرة أولى.", "فقرة ثانية."])
    (values,) = came.questions
    correct = {"text": "أ", "correct": True}, {"text": "ب"}, {"text": "ج", "correct": True}
    assert (values["type"], values["options"], values["pinned"]) == ("multiple", [*correct], True)


def test_a_text_that_stands_in_each_item_is_taken_once() -> None:
    text = "<div><p>" + "كلمة " * 15 + "</p><p>" + "أخرى " * 15 + "</p></div>"
    parts = {
        f"{name}.xml": item_2(f"{text}<p>{asked}</p>{GOOD}", value("A")).decode().replace('"day"', f'"{name}"')
        for name, asked in (("a", "الأول"), ("b", "الثاني"))
    }
    listed = manifest(*(f"imsqti_item_xmlv2p1 {name}" for name in parts))
    came = import_lesson(zipped({"imsmanifest.xml": listed, **parts}))
    assert [line.split()[0] for line in came.text.splitlines()] == ["كلمة", "أخرى"]
    assert [values["prompt"] for values in came.questions] == ["الأول\nمتى صدر؟", "الثاني\nمتى صدر؟"]


word = st.text("ابتجدرسشعفقلمنهوي", min_size=1, max_size=6)


@given(words=st.lists(word, min_size=4, max_size=8, unique=True), data=st.data())
@settings(max_examples=40)
def test_what_the_format_holds_comes_back_without_fields_of_our_own(words: list[str], data: st.DataObject) -> None:
    gaps = data.draw(st.sets(st.integers(0, len(words) - 1), min_size=1, max_size=3))
    text = data.draw(st.sampled_from([" ", "، ", "\n"])).join(
        f"[[{text}]]" if place in gaps else text for place, text in enumerate(words)
    )
    bank = {"bank": ["كلمة أخرى"]} if data.draw(st.booleans()) else {}
    asked = {"prompt": "املأ الفراغ:\nوراجع.", "why": "هكذا."}
    questions = [
        build("cloze", id="a", text=text, **asked, **bank),
        build("order", id="b", items=words, **asked),
        build("sort", id="c", groups=[{"name": "١", "items": words[:2]}, {"name": "٢", "items": words[2:4]}], **asked),
        build("match", id="d", prompt="صِل.", pairs=[{"left": text, "right": f"{text}ة"} for text in words]),
        build("short", id="e", accept=words[:2], refuse=[], **asked),
    ]
    lesson = lesson_of(questions)
    for item in lesson.items:
        assert export_lesson(lesson_of([item.question]), SOURCE, QTI)[1] == []
