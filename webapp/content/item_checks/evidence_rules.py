"""Rules for evidence: whole words, the sentence of the key, and nothing against it."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.arabic.clitics import without_conjunction
from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.matching.framing_words import DAYS
from webapp.arabic.tokenizer import words as cut_words
from webapp.content.item_checks.item_rule import Finding, ItemRule, content_words, key_wordings, says_all
from webapp.content.lesson import Item, Lesson
from webapp.domain.text import Paragraph, ParagraphSpan


def cut_words_of_evidence(lesson: Lesson) -> Iterator[Finding]:
    """Report evidence that begins or ends inside a word."""
    for item in lesson.items:
        for index, span in enumerate(item.evidence[: len(item.question.evidence)]):
            text = lesson.text.paragraph(span.paragraph).text
            cut = [word for edge in (span.start, span.end) if (word := _word_cut_at(text, edge))]
            if cut:
                yield Finding(
                    item.question.id,
                    ("evidence", index),
                    f"the quote starts or ends inside the word «{cut[0]}». Quote whole words.",
                    f"يبدأ الاقتباس أو ينتهي في وسط الكلمة «{cut[0]}». اقتبس كلمات كاملة.",
                )


def _word_cut_at(text: str, edge: int) -> str:
    """The word with this place inside it; empty where there is none, and behind a conjunction («و», «ف»)."""
    word = next((word for word in cut_words(text) if word.start < edge < word.end), None)
    if word is None:
        return ""
    whole = text[word.start : word.end]
    return "" if without_conjunction(whole) == text[edge : word.end] else whole


def evidence_of_another_sentence(lesson: Lesson) -> Iterator[Finding]:
    """Report evidence in other sentences than the one that has the key's words."""
    for item in lesson.items:
        key = _first_key(item)
        if not key or not item.evidence:
            continue
        lit = {_sentence(span, lesson.text.paragraph(span.paragraph)) for span in item.evidence}
        if any(says_all(content_words(sentence), key) for sentence in lit):
            continue
        if any(says_all(content_words(sentence), key) for sentence in _sentences(item, lesson)):
            yield Finding(
                item.question.id,
                ("evidence", 0),
                "the answer’s words are in another sentence of the text. Check that this is the right evidence.",
                "كلمات الإجابة في جملة أخرى من النص. تحقق من أن هذا هو الدليل المقصود.",
            )


def key_against_evidence(lesson: Lesson) -> Iterator[Finding]:
    """Report a key that names another number or day than its evidence, where the question asks for what is said."""
    for item in lesson.items:
        key = _first_key(item)
        if not key or not item.evidence or item.question.process not in ("retrieve", None):
            continue
        lit = [word for sentence in _lit(item, lesson) for word in answer_words(sentence)]
        others = [content_words(wording) for wording in key_wordings(item.question)[1:]]
        # Another wording may give a number in another form («نصف مليون»), but never another day.
        for kind, keys in ((_numbers, [key]), (_days, [key, *others])):
            theirs = kind(lit)
            if theirs and any(ours and not ours & theirs for ours in map(kind, keys)):
                yield Finding(
                    item.question.id,
                    ("evidence", 0),
                    "the answer and the evidence name different numbers or days. One of them is wrong.",
                    "في الإجابة عدد أو يوم غير الذي في الدليل. أحدهما خطأ.",
                )
                break


def _first_key(item: Item) -> list[AnswerWord]:
    wordings = key_wordings(item.question)
    return content_words(wordings[0]) if wordings else []


def _numbers(words: list[AnswerWord]) -> frozenset[str]:
    return frozenset(word.word for word in words if word.number)


def _days(words: list[AnswerWord]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in word.stems if stem in DAYS and not stem.startswith("ال"))


def _lit(item: Item, lesson: Lesson) -> Iterator[str]:
    for span in item.evidence:
        yield lesson.text.paragraph(span.paragraph).text[span.start : span.end]


def _sentences(item: Item, lesson: Lesson) -> Iterator[str]:
    number = item.question.paragraph
    for paragraph in lesson.text.paragraphs if number == "whole" else (lesson.text.paragraph(number),):
        yield from (paragraph.text[sentence.start : sentence.end] for sentence in paragraph.sentences)


def _sentence(span: ParagraphSpan, paragraph: Paragraph) -> str:
    """The sentence that a span begins in, and on to the end of the span."""
    for sentence in paragraph.sentences:
        if sentence.start <= span.start < sentence.end:
            return paragraph.text[sentence.start : max(sentence.end, span.end)]
    return paragraph.text[span.start : span.end]


_SHORT = (
    "- id: who\n  paragraph: 1\n  type: short\n  process: retrieve\n  prompt: {}\n  evidence: [{}]\n  accept: [{}]\n"
)
EVIDENCE_RULES = (
    ItemRule(
        "evidence-cuts-word",
        "Evidence starts or ends inside a word, so half a word is highlighted.",
        "يبدأ الدليل أو ينتهي في وسط كلمة، فيُظلّل نصفها.",
        _SHORT.format("من زرع الشجرة؟", "زرعت الجد", "الجدة"),
        cut_words_of_evidence,
    ),
    ItemRule(
        "evidence-elsewhere",
        "The answer’s words are in another sentence than the evidence.",
        "كلمات الإجابة في جملة غير جملة الدليل.",
        _SHORT.format("من سقاها؟", "زرعت الجدة شجرة", "الجار الطيب"),
        evidence_of_another_sentence,
    ),
    ItemRule(
        "key-against-evidence",
        "The answer names a different number or day than its evidence.",
        "في الإجابة عدد أو يوم غير الذي في الدليل.",
        _SHORT.format("متى سقاها؟", "وسقاها الجار الطيب يوم الأحد", "الاثنين"),
        key_against_evidence,
    ),
)
