"""Writer of H5P: a question set with the text as its introduction; the libraries that show it are named alone."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from typing import Any

from webapp.domain.exchange_items import (
    ChoiceItem,
    ExchangeItem,
    ExchangeWording,
    GapsItem,
    PairsItem,
    TypedItem,
)
from webapp.interchange.lesson_formats.h5p.starred_text import plain_starred, starred
from webapp.interchange.lesson_formats.html_parts import html_of
from webapp.interchange.lesson_formats.kept_fields import kept_line
from webapp.interchange.lesson_formats.lesson_format import WrittenItem, WrittenLesson
from webapp.interchange.lesson_formats.spellings import with_spellings

Params = dict[str, Any]
CONTENT, DESCRIPTION = "content/content.json", "h5p.json"
QUESTION_SET = "H5P.QuestionSet"
LIBRARIES = {
    QUESTION_SET: (1, 20),
    "H5P.MultiChoice": (1, 16),
    "H5P.Blanks": (1, 14),
    "H5P.DragText": (1, 10),
}
"""Libraries by their names, each with the version whose fields are written."""
TITLES = {"H5P.MultiChoice": "Multiple Choice", "H5P.Blanks": "Fill in the Blanks", "H5P.DragText": "Drag the Words"}
MADE = (2000, 1, 1, 0, 0, 0)
"""Date of the parts in a package: the same questions are the same file."""
KEPT = "authorComments"
"""The field in which an author's remarks are kept, and ours."""


def can_write(item: ExchangeItem) -> bool:
    """Tell if H5P has such a question: choices, gaps, typed answers, and pairs as words to drag."""
    match item:
        case ChoiceItem():
            return item.scored
        case TypedItem():
            return any(wording.share == 1 for wording in item.wordings) or bool(item.model)
    return isinstance(item, GapsItem | PairsItem)


def write_h5p(lesson: WrittenLesson) -> bytes:
    """Write a package."""
    questions = [_question(item) for item in lesson.items if item.item is not None]
    missing = [
        kept_line({"place": place, "question": item.values}, "")
        for place, item in enumerate(lesson.items)
        if item.item is None
    ]
    text = html_of(lesson.source)
    introduction = {"showIntroPage": bool(text), "title": lesson.title, "introduction": text}
    content = {
        "introPage": introduction,
        "progressType": "dots",
        "passPercentage": 50,
        "questions": questions,
        "randomQuestions": False,
        "endGame": {"showResultPage": True, "showSolutionButton": True, "showRetryButton": True},
    }
    used = {question["library"].split()[0] for question in questions} | {QUESTION_SET}
    description = {
        "title": lesson.title,
        "language": "ar",
        "defaultLanguage": "ar",
        "mainLibrary": QUESTION_SET,
        "embedTypes": ["iframe"],
        "license": "U",
        "preloadedDependencies": [_dependency(name) for name in LIBRARIES if name in used],
        KEPT: "\n".join([kept_line({"source": lesson.source}, text), *missing]),
    }
    return _package({DESCRIPTION: description, CONTENT: content})


def _dependency(name: str) -> Params:
    major, minor = LIBRARIES[name]
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def _package(parts: dict[str, Params]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, MADE), json.dumps(part, ensure_ascii=False, indent=1))
    return out.getvalue()


def _question(written: WrittenItem) -> Params:
    item = written.item
    assert item is not None
    name, params = _params(item)
    major, minor = LIBRARIES[name]
    metadata = {"contentType": TITLES[name], "license": "U", "title": item.id}
    if written.values:
        metadata[KEPT] = kept_line(written.values, comparable(params))
    return {
        "library": f"{name} {major}.{minor}",
        "params": params,
        "subContentId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"fahm:{item.id}")),
        "metadata": metadata,
    }


def comparable(params: Params) -> str:
    """The fields of a question, by which it is known to be as it was written."""
    return json.dumps(params, ensure_ascii=False, sort_keys=True)


def _params(item: ExchangeItem) -> tuple[str, Params]:
    match item:
        case ChoiceItem():
            return "H5P.MultiChoice", _choice(item)
        case TypedItem():
            return "H5P.Blanks", _typed(item)
        case GapsItem():
            return ("H5P.DragText", _drag(item)) if item.gaps[0].options else ("H5P.Blanks", _blanks(item))
    assert isinstance(item, PairsItem)
    return "H5P.DragText", _pairs(item)


def _choice(item: ChoiceItem) -> Params:
    answers = [
        {
            "text": html_of(option.text),
            "correct": option.correct,
            "tipsAndFeedback": {"tip": "", "chosenFeedback": html_of(option.why), "notChosenFeedback": ""},
        }
        for option in item.options
    ]
    behaviour = {"singleAnswer": not item.several, "randomAnswers": not item.pinned, "type": "auto"}
    return {"question": html_of(item.prompt), "answers": answers, "behaviour": behaviour}


def _blank_behaviour() -> Params:
    return {"caseSensitive": False, "acceptSpellingErrors": False, "showSolutionsRequiresInput": True}


def _typed(item: TypedItem) -> Params:
    right = [wording for wording in item.wordings if wording.share == 1] or [ExchangeWording(item.model)]
    wordings = right if item.exact else list(with_spellings(right))
    line = f'<p dir="rtl" lang="ar">{starred(wording.text for wording in wordings)}</p>'
    return {"text": html_of(item.prompt), "questions": [line], "behaviour": _blank_behaviour()}


def _blanks(item: GapsItem) -> Params:
    text = "".join(
        plain_starred(piece) if isinstance(piece, str) else starred(_spelled(piece.right)) for piece in item.pieces
    )
    return {"text": html_of(item.prompt), "questions": [html_of(text)], "behaviour": _blank_behaviour()}


def _spelled(right: tuple[str, ...]) -> list[str]:
    return [wording.text for wording in with_spellings([ExchangeWording(word) for word in right])]


def _drag(item: GapsItem) -> Params:
    text = "".join(
        plain_starred(piece) if isinstance(piece, str) else starred(piece.right[:1]) for piece in item.pieces
    )
    right = {gap.right[0] for gap in item.gaps}
    wrong = dict.fromkeys(word for gap in item.gaps for word in gap.options if word not in right)
    return _dragged(item.prompt, text, wrong)


def _pairs(item: PairsItem) -> Params:
    text = "\n".join(f"{plain_starred(pair.left)}: {starred([pair.right])}" for pair in item.pairs)
    return _dragged(item.prompt, text, dict.fromkeys(item.distractors))


def _dragged(prompt: str, text: str, wrong: dict[str, None]) -> Params:
    return {
        "taskDescription": html_of(prompt),
        "textField": text,
        "distractors": " ".join(starred([word]) for word in wrong),
        "behaviour": {"enableRetry": True, "enableSolutionsButton": True, "instantFeedback": False},
    }
