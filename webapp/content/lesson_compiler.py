"""Compiler of a question file and its text to a Lesson; reports all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from webapp.content import evidence_followup
from webapp.content.completeness import completeness_warnings
from webapp.content.evidence_quotes import (
    SeenParagraph,
    evidence_paragraphs,
    find_alike,
    find_quote,
    unseen_difference,
    with_exact_quotes,
)
from webapp.content.key_places import file_keys_elsewhere, keys_elsewhere, unknown_type
from webapp.content.lesson import Item, Lesson, Settings
from webapp.content.mark_problems import mark_problems
from webapp.content.missing_quotes import missing_quote
from webapp.content.parsing.arabic_commas import split_items
from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.schema_lookup import KeyPath
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.text_parser import parse_text, read_text
from webapp.content.parsing.unknown_keys import unknown_key
from webapp.content.parsing.unseen_characters import invisible_marks
from webapp.content.parsing.validation_messages import validated
from webapp.content.parsing.yaml_parser import TOO_MANY_FAULTS, read_tree
from webapp.content.text_marks.pictures import PictureFault, no_pictures_known
from webapp.domain.problem import MOST_PROBLEMS, Problem, Severity, both
from webapp.domain.question import Question
from webapp.domain.text import Paragraph, ParagraphSpan, Text
from webapp.question_types import TYPES

MAX_QUESTIONS = 200
"""Questions of one file: several times what a long text takes."""
MAX_WORDINGS = 800
"""Wordings of all typed answers of one file: each is read against the whole text, a millisecond of the processor."""
MAX_EXPLAINED = 20
"""Missing quotes of a file for which the words that may be meant are looked for: each reads the whole text."""
ReadText = Callable[[str], bytes | None]
"""The bytes of a file in seeds/, or None where there is none."""
HasRecording = Callable[[str], bool]
"""Tells if a file of this name is in questions/audio/."""
NearestText = Callable[[str], str | None]
"""The name of a file in seeds/ that may be meant by a name that is not there."""


def no_recordings(name: str) -> bool:
    """A `HasRecording` for a question file outside a content folder: there are none."""
    return False


def no_other_text(name: str) -> str | None:
    """A `NearestText` for a question file outside a content folder."""
    return None


def compile_lesson(
    slug: str,
    raw: bytes,
    path: str,
    read_text: ReadText,
    has_recording: HasRecording = no_recordings,
    nearest_text: NearestText = no_other_text,
    picture_fault: PictureFault = no_pictures_known,
) -> tuple[Lesson | None, list[Problem]]:
    """Compile one question file; None if anything in it is an error. ``path`` is the name that Problems show."""
    tree, problems = read_tree(raw, path)
    if tree is None:
        return None, problems
    if not isinstance(tree.value, dict):
        message = both(
            en="not a question file: keys such as text and questions are missing",
            ar="ليس ملف أسئلة: تنقصه مفاتيح مثل text وquestions",
        )
        return None, [*problems, Problem(path, tree.line, tree.column, "bad-value", message)]
    return _Compiler(slug, tree, path, read_text, has_recording, nearest_text, picture_fault, problems).run()


class _Compiler:
    """One compilation of one file; collects Problems as it goes."""

    def __init__(
        self,
        slug: str,
        tree: Node,
        path: str,
        read_text: ReadText,
        has_recording: HasRecording,
        nearest_text: NearestText,
        picture_fault: PictureFault,
        problems: list[Problem],
    ) -> None:
        self.slug, self.tree, self.path, self.problems = slug, tree, path, problems
        self.read_text, self.has_recording, self.nearest_text = read_text, has_recording, nearest_text
        self.picture_fault = picture_fault
        self.seen: dict[int, SeenParagraph] = {}
        self.missing_quotes = 0

    def run(self) -> tuple[Lesson | None, list[Problem]]:
        settings = self._settings()
        text = self._text(settings) if settings else None
        questions = list(self._questions())
        items = [item for index, question in questions for item in self._items(index, question, text)] if text else []
        if settings and text:
            self._vocabulary(settings, text)
            self._notes(settings, text)
            self._audio(text)
        problems = sorted(set(self.problems))
        if settings is None or text is None or any(problem.severity == "error" for problem in problems):
            return None, problems
        lesson = Lesson(self.slug, settings, text, tuple(items))
        return lesson, sorted({*problems, *completeness_warnings(lesson, self.tree, self.path)})

    def _report(
        self, where: KeyPath, rule: str, message: str, on_key: bool = False, severity: Severity = "error"
    ) -> None:
        line, column = self.tree.at(where) if on_key else self.tree.value_at(where)
        self.problems.append(Problem(self.path, line, column, rule, message, severity))

    def _settings(self) -> Settings | None:
        assert isinstance(self.tree.value, dict)
        rest = {key: node for key, node in self.tree.value.items() if key != "questions"}
        node = Node(rest, self.tree.line, self.tree.column, self.tree.keys)
        for key in TextMarks._fields:
            if lines := self.tree.step(key):
                self.problems += split_items(lines, self.path)
        settings, problems = validated(Settings, node, self.tree, (), self.path, file_keys_elsewhere)
        self.problems += problems
        return settings

    def _text(self, settings: Settings) -> Text | None:
        raw = self.read_text(settings.text)
        if raw is None:
            message = both(en=f"file {settings.text} not found in seeds/", ar=f"لا يوجد {settings.text} في seeds/")
            if near := self.nearest_text(settings.text):
                message += both(en=f" (did you mean {near}?)", ar=f" (لعل المقصود {near})")
            self._report(("text",), "no-text", message)
            return None
        content, problems = read_text(raw, f"seeds/{settings.text}")
        self.problems += [*problems, *invisible_marks(content, f"seeds/{settings.text}")]
        text = parse_text(settings.text, content, *settings.marks)
        if not problems and not text.paragraphs:
            self._report(("text",), "no-text", both(en="the text is empty", ar="النص فارغ"))
            return None
        if problems:
            return None
        self.problems += mark_problems(content, settings.marks, f"seeds/{settings.text}", self.picture_fault)
        return text

    def _questions(self) -> Iterator[tuple[int, Question]]:
        assert isinstance(self.tree.value, dict)
        node = self.tree.value.get("questions")
        if node is None or not isinstance(node.value, list) or not node.value:
            message = both(
                en="no questions yet. Add at least one.",
                ar="لا توجد أسئلة بعد. أضف سؤالًا واحدًا على الأقل.",
            )
            self._report(("questions",), "missing-key", message, True)
            return
        if len(node.value) > MAX_QUESTIONS:
            message = both(
                en=f"more than {MAX_QUESTIONS} questions. Split it into several texts.",
                ar=f"عدد الأسئلة أكثر من {MAX_QUESTIONS}. وزّعها على عدة نصوص.",
            )
            self._report(("questions", MAX_QUESTIONS), "too-many-questions", message)
        index_by_id: dict[str, int] = {}
        wordings = 0
        for index, entry in enumerate(node.value[:MAX_QUESTIONS]):
            if len(self.problems) >= MOST_PROBLEMS:
                self._report(("questions", index), "too-large", TOO_MANY_FAULTS)
                return
            question = self._question(index, entry)
            if question is None:
                continue
            wordings += question.typed_wordings()
            if wordings > MAX_WORDINGS:
                message = both(
                    en=f"more than {MAX_WORDINGS} gaps and wordings in all. Split it into several texts.",
                    ar=f"عدد الفراغات والصيغ كلها أكثر من {MAX_WORDINGS}. وزّعها على عدة نصوص.",
                )
                self._report(("questions", index), "too-many-wordings", message)
                return
            if question.id in index_by_id:
                first = self.tree.value_at(("questions", index_by_id[question.id], "id"))[0]
                message = both(
                    en=f'the id "{question.id}" is already used on line {first}',
                    ar=f"المعرّف «{question.id}» مستعمل في السطر {first}",
                )
                self._report(("questions", index, "id"), "duplicate-id", message)
            index_by_id.setdefault(question.id, index)
            yield index, question

    def _question(self, index: int, entry: Node) -> Question | None:
        where: KeyPath = ("questions", index)
        if not isinstance(entry.value, dict):
            message = both(en="a question must be keys with values", ar="السؤال يُكتب بمفاتيح وقيم")
            self._report(where, "bad-value", message)
            return None
        kind = entry.value.get("type")
        model = TYPES.get(str(kind.value)) if kind and isinstance(kind.value, str) else None
        if model is None:
            message = unknown_type(str(kind.value) if kind else None)
            self._report((*where, "type"), "unknown-type" if kind else "missing-key", message)
            self._unknown_keys(where, entry)
            return None
        for key in model.word_lists & entry.keys.keys():
            self.problems += split_items(entry.value[key], self.path)
        question, problems = validated(model, entry, self.tree, where, self.path, keys_elsewhere(model))
        self.problems += problems
        faults = tuple(question.faults()) if question else ()
        for place, rule, message in faults:
            self._report((*where, *place), rule, message)
        excessive = any(rule == "too-many-wordings" for _, rule, _ in faults)  # reading them takes seconds
        return None if excessive else question

    def _unknown_keys(self, where: KeyPath, entry: Node) -> None:
        """Report keys that no type has, even if the type itself is unknown."""
        known_keys = {name for model in TYPES.values() for name in model.model_fields}
        for key in entry.keys:
            if key not in known_keys:
                self._report((*where, key), "unknown-key", unknown_key(key, known_keys), True)

    def _items(self, index: int, question: Question, text: Text) -> list[Item]:
        where: KeyPath = ("questions", index)
        place = question.paragraph
        if place != "whole" and not self._in_text((*where, "paragraph"), place, text):
            return [Item(question, (), question.version)]
        paragraphs = evidence_paragraphs(question, text)
        spans = [
            self._span((*where, "evidence", i), quote, paragraphs, text) for i, quote in enumerate(question.evidence)
        ]
        question = with_exact_quotes(question, spans, text)
        line, _ = self.tree.value_at(where)
        item = Item(question.bind(text), tuple(span for span in spans if span), question.version, line=line)
        faults = [*question.faults_in(text), *evidence_followup.faults(question, text)] if all(spans) else []
        for inner, rule, message in faults:
            self._report((*where, *inner), rule, message)
        return [item] if faults else evidence_followup.split_question(item, text)

    def _span(self, where: KeyPath, quote: str, paragraphs: tuple[Paragraph, ...], text: Text) -> ParagraphSpan | None:
        spans = find_quote(quote, paragraphs)
        if len(spans) == 1:
            return spans[0]
        if not spans and len(alike := find_alike(quote, map(self._seen, paragraphs))) == 1:
            words = next(p.text for p in paragraphs if p.number == alike[0].paragraph)[alike[0].start : alike[0].end]
            if difference := unseen_difference(quote, words):
                self._report(where, "evidence-unseen", difference, severity="warning")
            return alike[0]
        if spans or alike:
            message = both(
                en="these words appear more than once. Quote a few more words.",
                ar="تتكرر هذه الكلمات في الفقرة. اقتبس معها كلمات أخرى تميّزها.",
            )
            self._report(where, "evidence-twice", message)
            return None
        self.missing_quotes += 1
        looked_through = (paragraphs, text.paragraphs) if self.missing_quotes <= MAX_EXPLAINED else ((), ())
        self._report(where, "evidence-missing", missing_quote(quote, *looked_through))
        return None

    def _seen(self, paragraph: Paragraph) -> SeenParagraph:
        """The paragraph as it is seen, read once for all quotes."""
        if paragraph.number not in self.seen:
            self.seen[paragraph.number] = SeenParagraph(paragraph)
        return self.seen[paragraph.number]

    def _vocabulary(self, settings: Settings, text: Text) -> None:
        for index, word in enumerate(settings.vocabulary):
            self._in_text(("vocabulary", index, "paragraph"), word.paragraph, text)

    def _notes(self, settings: Settings, text: Text) -> None:
        for index, note in enumerate(settings.notes):
            if self._in_text(("notes", index, "paragraph"), note.paragraph, text):
                self._span(("notes", index, "words"), note.words, (text.paragraph(note.paragraph),), text)

    def _in_text(self, where: KeyPath, number: int, text: Text) -> bool:
        """Report a paragraph's number that the text does not have."""
        count = len(text.paragraphs)
        if number > count:
            message = both(en=f"the text has {count} paragraphs", ar=f"عدد فقرات النص {count}")
            self._report(where, "paragraph-range", message)
        return number <= count

    def _audio(self, text: Text) -> None:
        node = self.tree.step("audio")
        named = node.value if node and isinstance(node.value, dict) else {}
        for key, name in named.items():
            if int(key) > len(text.paragraphs):
                count = len(text.paragraphs)
                message = both(en=f"the text has {count} paragraphs", ar=f"عدد فقرات النص {count}")
                self._report(("audio", key), "audio-range", message, True)
            if not self.has_recording(str(name.value)):
                english, arabic = f"no file {name.value} in questions/audio/", "لا يوجد هذا الملف في questions/audio/"
                self._report(("audio", key), "audio-missing", both(en=english, ar=f"{arabic}: {name.value}"))
