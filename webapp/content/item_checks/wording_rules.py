"""Rules for wording: marks of markup, hints that speak of grammar, and more questions than the text bears."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.arabic.keys.answer_words import AnswerWord, answer_words
from webapp.arabic.tokenizer import words as cut_words
from webapp.content.item_checks.item_rule import (
    Finding,
    ItemRule,
    KeyPath,
    content_words,
    folded_words,
    key_wordings,
    option_place,
    says_all,
    written_options,
)
from webapp.content.lesson import Lesson
from webapp.content.words.words_file import heading_and_paragraph_lines
from webapp.domain.question import Question

MARKUP = re.compile(r"\*\*|__|`|</?[A-Za-z][^<>]*>|&[a-z]+;|&#\d+;|\[[^\[\]]+\]\([^)]*\)|^\s*(?:#|[-*])\s", re.M)
MOST_GRAMMAR = 0.2
FEW_GRAMMAR = 1
"""So many hints in terms of grammar are none too many in a file with few hints."""
OFTEN = 3
WORDS_TO_A_QUESTION = 15
GRAMMAR_TERMS = folded_words(
    "فاعل مفعول مبتدأ ضمير ضمائر مضاف معطوف معطوفان معطوفين متعاطفان متعاطفين نعت منعوت موصوف مستتر مجرور مرفوع "
    "منصوب مجزوم مثنى مؤنث مؤنثة مذكر إعراب مضارع مصدر ظرف صفة صفتان صفتين تفضيل أداة جر تصريف اشتقاق"
)


def markup_in_text(lesson: Lesson) -> Iterator[Finding]:
    """Report Markdown and HTML, which a page shows as they are and which count in a key."""
    for item in lesson.items:
        for where, text in _texts(item.question):
            mark = MARKUP.search(text)
            if mark:
                sign = mark[0].strip()
                yield Finding(
                    item.question.id,
                    where,
                    f"the characters «{sign}» are shown as they are and count in an answer. Remove them.",
                    f"العلامات «{sign}» تظهر كما هي، وتُحسب من الإجابة. احذفها.",
                )
                break


def _texts(question: Question) -> Iterator[tuple[KeyPath, str]]:
    """The texts that a learner reads or that an answer is compared with, and where they stand."""
    yield ("prompt",), question.prompt
    yield from ((("hints", index), hint) for index, hint in enumerate(question.hints))
    yield from ((option_place(question, index), option.text) for index, option in enumerate(question.choices()))
    for key in question.typed_keys():
        texts = (*key.wordings, *key.refused, key.model, *(wording for idea in key.ideas for wording in idea))
        yield from ((question.key_path, text) for text in texts)


def grammar_in_hints(lesson: Lesson) -> Iterator[Finding]:
    """Report a file where more than a fifth of the hints speak in terms of grammar."""
    hints = [(item.question.id, hint) for item in lesson.items for hint in item.question.hints]
    spoken = [name for name, hint in hints if _speaks_of_grammar(hint)]
    if len(spoken) > max(FEW_GRAMMAR, MOST_GRAMMAR * len(hints)):
        name = spoken[0]
        yield Finding(
            "",
            ("questions",),
            f"{len(spoken)} of {len(hints)} hints use grammar terms, the first in {name}. Hint at the meaning instead.",
            f"عدد التلميحات التي فيها مصطلحات نحوية {len(spoken)} من {len(hints)}، وأولها في {name}. اجعل "
            "التلميح عن المعنى.",
        )


def _speaks_of_grammar(hint: str) -> bool:
    return any(word.stems & GRAMMAR_TERMS for word in answer_words(hint))


def too_many(lesson: Lesson) -> Iterator[Finding]:
    """Report more than one scored question to fifteen words of the text; not in a draft, which may still grow."""
    words = sum(1 for line in heading_and_paragraph_lines(lesson.text).values() for _ in cut_words(line))
    scored = sum(item.question.points > 0 for item in lesson.items)
    most = max(1, words // WORDS_TO_A_QUESTION)
    if scored > most and not lesson.settings.draft:
        yield Finding(
            "",
            ("questions",),
            f"{scored} scored questions on {words} words. Keep to {most} at most, so that they do not tire "
            "readers or answer one another.",
            f"عدد الأسئلة {scored} وعدد الكلمات {words}. اكتف بعدد لا يزيد على {most}، لئلا تُتعب القارئ أو "
            "يكشف بعضها إجابة بعض.",
        )


def answered_elsewhere(lesson: Lesson) -> Iterator[Finding]:
    """Report a right answer that stands whole in the prompt of another question, and not in its own."""
    for item in lesson.items:
        own = content_words(item.question.prompt)
        for wording in key_wordings(item.question):
            key = content_words(wording)
            if len(key) < 2 or says_all(own, key) or _known_anyway(key, lesson):
                continue
            other = next(
                (
                    other.question.id
                    for other in lesson.items
                    if other is not item and says_all(content_words(other.question.prompt), key)
                ),
                None,
            )
            if other:
                yield Finding(
                    item.question.id,
                    (),
                    f"the question {other} gives this answer away. Reword that question.",
                    f"نص السؤال {other} يكشف إجابة هذا السؤال. أعد صياغة ذلك السؤال.",
                )
                break


def _known_anyway(key: list[AnswerWord], lesson: Lesson) -> bool:
    """Tell if a key is named in the title, or too often in the text for a prompt to give it away."""
    lines = [place.text[part.start : part.end] for place in lesson.text.paragraphs for part in place.sentences]
    spoken = sum(says_all(content_words(line), key) for line in lines)
    return spoken >= OFTEN or says_all(content_words(lesson.settings.title), key)


def answered_by_itself(lesson: Lesson) -> Iterator[Finding]:
    """Report a choice whose right option alone stands in its own prompt."""
    for item in lesson.items:
        question, prompt = item.question, content_words(item.question.prompt)
        fitting = [option for option in written_options(question) if says_all(prompt, content_words(option.text))]
        right = question.solution().correct
        if len(fitting) == 1 and question.chooses_one and fitting[0].value in right:
            yield Finding(
                question.id,
                ("prompt",),
                "the question contains the words of the right option only, so it can be answered without the text",
                "في السؤال كلمات الخيار الصحيح وحده، فيُجاب عنه بلا قراءة. أعد صياغته.",
            )


_HINTS = ("ما الفاعل؟", "أين المفعول به؟", "كلمة أخرى.", "أول الفقرة.", "الضمير يعود إلى ماذا؟")
_SHORT = "- id: {id}\n  paragraph: 1\n  type: short\n  prompt: {prompt}\n  accept: [{key}]\n"
WORDING_RULES = (
    ItemRule(
        "markup",
        "Markdown or HTML is shown as it is, and nobody types it in an answer.",
        "علامات Markdown أو HTML تظهر كما هي، ولا يكتبها أحد في إجابته.",
        _SHORT.format(id="who", prompt="من زرع الشجرة؟", key='"**الجدة**"'),
        markup_in_text,
    ),
    ItemRule(
        "hint-grammar",
        "More than a fifth of the hints use grammar terms, which many readers do not know.",
        "في أكثر من خُمس التلميحات مصطلحات نحوية لا يعرفها كثير من القراء.",
        _SHORT.format(id="who", prompt="من زرع الشجرة؟", key="الجدة")
        + "  hints:\n"
        + "".join(f"    - {hint}\n" for hint in _HINTS),
        grammar_in_hints,
    ),
    ItemRule(
        "too-many",
        "More than one scored question for every 15 words. Too many questions tire readers and give one another away.",
        "أكثر من سؤال لكل خمس عشرة كلمة: كثرة الأسئلة تُتعب القارئ، ويكشف بعضها إجابة بعض.",
        "".join(
            _SHORT.format(id=f"q{number}", prompt=f"ما الكلمة رقم {number}؟", key=key)
            for number, key in enumerate(("الجدة", "الشجرة", "البيت", "الصيف", "الماء", "الظل"))
        ),
        too_many,
    ),
    ItemRule(
        "answered-elsewhere",
        "Another question gives the answer away.",
        "سؤال آخر يكشف الإجابة.",
        _SHORT.format(id="where", prompt="أين زُرعت الشجرة؟", key="قرب البيت القديم")
        + _SHORT.format(id="who", prompt="من زرع الشجرة قرب البيت القديم؟", key="الجدة"),
        answered_elsewhere,
    ),
    ItemRule(
        "answered-by-prompt",
        "The question contains the words of the right option only.",
        "في السؤال كلمات الخيار الصحيح وحده.",
        "- id: what\n  paragraph: 1\n  type: choice\n  prompt: ما الشجرة التي زرعتها الجدة في الصيف؟\n  options:\n"
        "  - {text: شجرة الصيف, correct: true, why: من النص.}\n  - {text: نخلة بعيدة, why: لا.}\n"
        "  - {text: وردة الجار, why: لا.}\n",
        answered_by_itself,
    ),
)
