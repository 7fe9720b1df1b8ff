"""Reader of Word documents with questions: a numbered list, its options, and the answers as teachers mark them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from webapp.arabic.normalize import fold_digits, skeleton
from webapp.domain.exchange_items import ChoiceItem, EssayItem, ExchangeItem, ExchangeOption, ExchangeWording, TypedItem
from webapp.domain.problem import Problem, both
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, refuse_many, warning
from webapp.interchange.lesson_formats.word.document_lines import DocumentLine, document_lines
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.interchange.text_sources.word_document import STYLES, word_html

_STYLES = f"{STYLES}\nu => u\nhighlight => mark\n"
_NUMBER = re.compile(r"\s*(?:س\s*|السؤال\s+(?:رقم\s+)?)?([0-9]{1,3})\s*[.)\-:–/]\s*(?=\S)")
_ORDINAL = re.compile(
    r"\s*السؤال\s+(?:ال(?:أول|اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)|(?:\S+\s+عشر))\s*[.)\-:–/]\s*(?=\S)"
)
_LETTERED = re.compile(r"(?:^|(?<=\s))\(?([أابجدهـوزA-Ga-g])\s*[.)\-–]\s+(?=\S)")
_JUDGED = re.compile(r"\s*\(\s*(?:([✓✔√]|صح|صحيح|صواب)|([✗✘×xX]|خطأ|خاطئ))\s*\)\s*\.?\s*$")
_LETTER = re.compile(r"\s*([*✓✔☑]?)\s*\(?([أابجدهـوزA-Ga-g])\s*[.)\-–]\s+(?=\S)")
_BULLET = re.compile(r"\s*([*✓✔☑])?\s*[-•○◯☐□]\s+(?=\S)")
_STAR = re.compile(r"^\s*[*✓✔☑]\s*|\s*[*✓✔☑]\s*$")
_ANSWER = re.compile(r"\s*(?:الجواب|الإجابة|الاجابة|الإجابة الصحيحة|الحل|ج|answer|key)\s*[:：/]\s*(?=\S)", re.I)
_KEY = re.compile(
    r"\s*(?:مفتاح\s+ال(?:إجابة|إجابات|اجابات|حل)|نموذج\s+الإجابة|ال(?:إجابات|اجابات|أجوبة|حلول)|answer\s+key|answers)\s*:?\s*",
    re.I,
)
_OR = re.compile(r"\s*[/|؛;]\s*")
_ANSWERS = re.compile(r"\s*[،,/|؛;]\s*")
TRUTHS = ("صحيح", "خطأ")
_TRUTH = {
    **{skeleton(word): TRUTHS[0] for word in ("صحيح", "صح", "صواب", "نعم", "true")},
    **{skeleton(word): TRUTHS[1] for word in ("خطأ", "خاطئ", "غير صحيح", "false")},
}
_ALPHABET = {letter: place for letters in ("أبجدهوز", "ابجدهوز", "abcdefg") for place, letter in enumerate(letters)}


@dataclass
class _Asked:
    """A question as its lines are read."""

    prompt: str
    options: list[tuple[str, bool]] = field(default_factory=list)
    answer: str = ""


def read_word(raw: bytes) -> ReadFile:
    """Read a document: what stands before the first question is the text. Unreadable where it is no document."""
    lines = list(document_lines(word_html(raw, _STYLES)))
    title, text, rest = _beginning(lines)
    asked = _questions(rest)
    if not asked:
        raise Unreadable(
            en="this document has no numbered questions. Number them (1. …) and put the options below each question.",
            ar="لا توجد أسئلة مرقّمة في هذا المستند: ابدأ كل سؤال برقم ‏(١. …)، وضع خياراته تحته",
        )
    refuse_many(asked)
    items: list[ReadItem] = []
    problems: list[Problem] = []
    for place, question in enumerate(asked, 1):
        item = _item(question)
        if isinstance(item, EssayItem) and not item.model:
            message = both(
                en="no right answer is marked, so it is imported as an open question for a teacher to mark",
                ar="لم تُحدّد فيه إجابة صحيحة، فيُستورد سؤالًا مفتوحًا يصحّحه المعلم",
            )
            problems.append(warning(place, "no-answer", message))
        items.append(ReadItem(item, place))
    return ReadFile(tuple(items), text, title, tuple(problems))


def _beginning(lines: Sequence[DocumentLine]) -> tuple[str, str, Sequence[DocumentLine]]:
    """The title, the text before the first question, and the lines from there on."""
    first = next((place for place, line in enumerate(lines) if _begins(line)), len(lines))
    before = list(lines[:first])
    while before and before[-1].heading and len(before) > 1:  # the heading of the questions
        before.pop()
    title = before[0].text if before and before[0].heading else ""
    return title, "\n\n".join(line.text for line in before[1 if title else 0 :]), lines[first:]


def _begins(line: DocumentLine) -> bool:
    """Tell the first line of a question: of the outer numbered list, or with a number of its own."""
    return not line.heading and ((line.numbered and line.depth == 1) or bool(_number(line)))


def _number(line: DocumentLine) -> re.Match[str] | None:
    """The number at the beginning of a line."""
    return _NUMBER.match(fold_digits(line.text)) or _ORDINAL.match(line.text)


def _questions(lines: Sequence[DocumentLine]) -> list[_Asked]:
    asked: list[_Asked] = []
    key = False
    for line in lines:
        if _KEY.fullmatch(line.text):
            key = True
        elif key:
            _take_key(line, asked)
        elif line.heading:
            continue
        elif found := _ANSWER.match(line.text):
            if asked:
                asked[-1].answer = line.text[found.end() :].strip()
        elif asked and (option := _options(line)):
            asked[-1].options += option
        elif _begins(line):
            number = _number(line)
            asked.append(_Asked(line.text[number.end() :] if number else line.text))
        elif asked and not asked[-1].options and line.text.strip(". …_"):  # no line to write on
            asked[-1].prompt += f"\n{line.text}"
    return asked


def _take_key(line: DocumentLine, asked: Sequence[_Asked]) -> None:
    """An entry of the key behind the questions: its number, and the answer."""
    number = _NUMBER.match(fold_digits(line.text))
    if number and 0 < int(number[1]) <= len(asked):
        asked[int(number[1]) - 1].answer = line.text[number.end() :].strip()


def _options(line: DocumentLine) -> list[tuple[str, bool]]:
    """The words of the options on a line, and whether each is marked as right; none where it is no line of options."""
    begins = list(_LETTERED.finditer(line.text))
    if len(begins) > 1 and [_ALPHABET.get(begin[1].lower()) for begin in begins] == list(range(len(begins))):
        cut = [*(begin.start() for begin in begins), len(line.text)]
        parts = [line.text[start:end] for start, end in pairwise(cut)]
        return [option for part in parts for option in _options(DocumentLine(part))]
    lettered = _LETTER.match(line.text) or _BULLET.match(line.text)
    bulleted = line.depth > 1 or (line.depth == 1 and not line.numbered)
    if not lettered and not bulleted:
        return []
    words = line.text[lettered.end() :] if lettered else line.text
    starred = bool(lettered and lettered[1]) or bool(_STAR.search(words))
    return [(_STAR.sub("", words).strip(), starred or line.marked)]


def _item(question: _Asked) -> ExchangeItem:
    prompt = question.prompt.strip()
    if not question.options and not question.answer and (judged_as := _JUDGED.search(prompt)):
        prompt, question.answer = prompt[: judged_as.start()], TRUTHS[0] if judged_as[1] else TRUTHS[1]
    if question.options:
        right = _named_options(question)
        options = tuple(ExchangeOption(text, place in right) for place, (text, _) in enumerate(question.options))
        return ChoiceItem(prompt=prompt, options=options, several=len(right) > 1)
    truth = _TRUTH.get(skeleton(question.answer))
    if truth:
        judged = tuple(ExchangeOption(text, text == truth) for text in TRUTHS)
        return ChoiceItem(prompt=prompt, options=judged, pinned=True)
    if question.answer and len(question.answer) <= 80:
        return TypedItem(prompt=prompt, wordings=tuple(map(ExchangeWording, filter(None, _OR.split(question.answer)))))
    return EssayItem(prompt=prompt, model=question.answer)


def _named_options(question: _Asked) -> set[int]:
    """The places of the right options: marked ones, or those that the answer names by letter or in words."""
    marked = {place for place, (_, mark) in enumerate(question.options) if mark}
    if marked and len(marked) < len(question.options):
        return marked
    places = {skeleton(text): place for place, (text, _) in reversed(list(enumerate(question.options)))}
    named = set()
    for word in _ANSWERS.split(question.answer):
        letter = word.strip(" ().").lower()
        if skeleton(word) in places:
            named.add(places[skeleton(word)])
        elif letter in _ALPHABET and _ALPHABET[letter] < len(question.options):
            named.add(_ALPHABET[letter])
    return named
