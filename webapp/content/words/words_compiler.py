"""Compiler of a words file: compares each word with the text letter by letter, and reports all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from webapp.arabic.tokenizer import words as cut_words
from webapp.content.parsing.schema_lookup import KeyPath
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.validation_messages import validated
from webapp.content.parsing.yaml_parser import read_tree
from webapp.content.words.word_alignment import align_words
from webapp.content.words.words_file import (
    MAX_WORDS_OF_EXPRESSION,
    OPTIONAL_IN_DRAFTS,
    TextWords,
    WordsFile,
    expressions_standing,
    heading_and_paragraph_lines,
    letters_only,
    text_words,
)
from webapp.domain.problem import Problem, Severity, both
from webapp.domain.text import Text
from webapp.domain.whole_numbers import whole_number

ReadText = Callable[[str], tuple[Text | None, list[Problem]]]
"""The text of this file name in seeds/, cut as its question file says; None where there is none."""


def compile_words(raw: bytes, path: str, read: ReadText) -> tuple[TextWords | None, list[Problem]]:
    """Compile one words file; None if anything in it is an error."""
    tree, problems = read_tree(raw, path)
    if tree is None:
        return None, problems
    if not isinstance(tree.value, dict):
        message = both(
            en="not a words file: text, reviewed or words is missing",
            ar="ليس ملف كلمات: يلزم فيه text وreviewed وwords",
        )
        return None, [*problems, Problem(path, tree.line, tree.column, "bad-value", message)]
    return _Checker(tree, path, problems).run(read)


class _Checker:
    """One run over one file. The words are compared with the text even where other things are wrong."""

    def __init__(self, tree: Node, path: str, problems: list[Problem]) -> None:
        self.tree, self.path, self.problems = tree, path, problems

    def run(self, read: ReadText) -> tuple[TextWords | None, list[Problem]]:
        file, problems = validated(WordsFile, self.tree, self.tree, (), self.path)
        self.problems += problems
        text = self._text(read)
        if text:
            self._compare(text)
        if file and text:
            self._expressions(file, text)
        if file and file.reviewed:
            self._left_empty(file)
        elif file:
            message = both(en="draft: not reviewed yet", ar="مسودة لم تُراجع بعد")
            self._report(("reviewed",), "not-reviewed", message, "warning")
        problems = sorted(set(self.problems))
        if file is None or text is None or any(problem.severity == "error" for problem in problems):
            return None, problems
        return text_words(file, text), problems

    def _report(self, where: KeyPath, rule: str, message: str, severity: Severity = "error") -> None:
        self.problems.append(Problem(self.path, *self.tree.value_at(where), rule, message, severity))

    def _text(self, read: ReadText) -> Text | None:
        node = self.tree.step("text")
        name = node.value if node else None
        if not isinstance(name, str) or "/" in name or "\\" in name:
            return None
        text, problems = read(name)
        self.problems += problems
        if text is None and not problems:
            self._report(
                ("text",),
                "no-text",
                both(en=f"file {name} not found in seeds/", ar=f"لا يوجد ملف بهذا الاسم في seeds/: {name}"),
            )
        return text

    def _compare(self, text: Text) -> None:
        expected = heading_and_paragraph_lines(text)
        order = list(expected)
        positions: list[tuple[int, int]] = []
        node = self.tree.step("words")
        if node is None or not isinstance(node.value, list):
            return  # the model has reported it
        groups = node.value
        for index, group in enumerate(groups):
            place = self._place(index, group)
            if place is None:
                continue
            if place not in expected:
                self._report(("words", index, place[0]), "paragraph-range", _no_such_place(place, text))
            elif order.index(place) in [at for at, _ in positions]:
                self._report(("words", index, place[0]), "place-twice", both(en="listed twice", ar="مذكورة مرتين"))
            else:
                positions.append((order.index(place), index))
                self._line(("words", index, "list"), group.step("list"), expected[place])
        for (before, _), (after, index) in pairwise(positions):
            if after < before:
                message = both(en="not in the order of the text", ar="ليست في موضعها من ترتيب النص")
                self._report(("words", index), "place-order", message)
        for kind, number in [place for at, place in enumerate(order) if at not in dict(positions)]:
            name = "عنوان" if kind == "heading" else "الفقرة"
            message = both(en=f"the words of {kind} {number} are missing", ar=f"كلمات {name} {number} ناقصة")
            self._report(("words",), "place-missing", message)

    def _place(self, index: int, group: Node) -> tuple[str, int] | None:
        """The paragraph or heading a group is about; None if the models have already reported its error."""
        if not isinstance(group.value, dict):
            return None
        named = [kind for kind in ("paragraph", "heading") if kind in group.value]
        if len(named) != 1:
            message = both(en="needs either paragraph or heading", ar="يلزم أحد المفتاحين فقط: paragraph أو heading")
            self._report(("words", index), "bad-value", message)
            return None
        value = str(group.value[named[0]].value)
        number = whole_number(value)
        return (named[0], number) if number else None

    def _line(self, where: KeyPath, node: Node | None, line: str) -> None:
        """Compare the words of one paragraph or heading with the text."""
        if node is None or not isinstance(node.value, list):
            return
        wanted = [span.of(line) for span in cut_words(line)]
        listed = [_text_of(entry, "word") for entry in node.value]
        partner: dict[int, str] = {}
        for first, end, start, stop in align_words(wanted, listed):
            partner |= dict(zip(range(start, stop), wanted[first:end], strict=False))
            if listed[start:stop] != wanted[first:end]:
                self._slip(where, wanted[first:end], listed[start:stop], start, len(listed))
        for index, entry in enumerate(node.value):
            word, vowelled = listed[index], _text_of(entry, "vowelled")
            right = {letters_only(form) for form in {word, partner.get(index)} if form}
            if vowelled and right and letters_only(vowelled) not in right:
                message = both(
                    en=f'"{vowelled}" without vowel marks is not "{word}"', ar=f"«{vowelled}» بلا حركات ليست «{word}»"
                )
                self._report((*where, index, "vowelled"), "vowelled-differs", message)

    def _slip(
        self, where: KeyPath, wanted: Sequence[str], listed: Sequence[str | None], index: int, count: int
    ) -> None:
        expected_text, listed_text = " ".join(wanted), " ".join(word for word in listed if word)
        if not listed:
            message = both(
                en=f'missing before this word: "{expected_text}"', ar=f"ينقص قبل هذه الكلمة: «{expected_text}»"
            )
            if index >= count:
                message = both(en=f'missing at the end: "{expected_text}"', ar=f"ينقص في الآخر: «{expected_text}»")
            self._report((*where, min(index, count - 1)) if count else where, "word-missing", message)
        elif not wanted:
            self._report(
                (*where, index),
                "word-extra",
                both(en=f'not in the text: "{listed_text}"', ar=f"ليس في النص: «{listed_text}»"),
            )
        elif listed_text:
            message = both(
                en=f'the text has "{expected_text}" here, not "{listed_text}"',
                ar=f"في النص هنا «{expected_text}» وليس «{listed_text}»",
            )
            self._report((*where, index, "word"), "word-differs", message)

    def _expressions(self, file: WordsFile, text: Text) -> None:
        """Report expressions of one word, not in the text, or with other letters in their vowelled form."""
        lines = [[span.of(line) for span in cut_words(line)] for line in heading_and_paragraph_lines(text).values()]
        standing = {words for line in lines for words in expressions_standing(line, file.expressions)}
        for index, expression in enumerate(file.expressions):
            where: KeyPath = ("expressions", index)
            if len(expression.words.split()) < 2:
                message = both(en="an expression needs at least two words", ar="يجب أن تكون العبارة من كلمتين أو أكثر")
                self._report((*where, "words"), "expression-short", message)
            elif len(expression.words.split()) > MAX_WORDS_OF_EXPRESSION:
                message = both(
                    en=f"an expression has at most {MAX_WORDS_OF_EXPRESSION} words",
                    ar=f"لا تزيد العبارة على {MAX_WORDS_OF_EXPRESSION} كلمة",
                )
                self._report((*where, "words"), "expression-long", message)
            elif expression.words not in standing:
                message = both(
                    en=f'these words are not next to each other in the text: "{expression.words}"',
                    ar=f"هذه الكلمات غير متتالية في النص: «{expression.words}»",
                )
                self._report((*where, "words"), "expression-missing", message)
            if letters_only(expression.vowelled) != letters_only(expression.words):
                message = both(
                    en=f'"{expression.vowelled}" without vowel marks is not "{expression.words}"',
                    ar=f"«{expression.vowelled}» بلا حركات ليست «{expression.words}»",
                )
                self._report((*where, "vowelled"), "vowelled-differs", message)

    def _left_empty(self, file: WordsFile) -> None:
        for index, expression in enumerate(file.expressions):
            for name in ("meaning", "english"):
                if not getattr(expression, name):
                    self._report(("expressions", index, name), "bad-value", _empty(name))
        for at, group in enumerate(file.words):
            for index, entry in enumerate(group.entries):
                for name in OPTIONAL_IN_DRAFTS:
                    if not getattr(entry, name):
                        self._report(("words", at, "list", index, name), "bad-value", _empty(name))


def _empty(name: str) -> str:
    return both(
        en=f'"{name}" is empty. This is allowed only in a draft (reviewed: false).',
        ar=f"قيمة «{name}» فارغة. لا يُقبل ذلك إلا في مسودة (reviewed: false).",
    )


def _text_of(entry: Node, key: str) -> str | None:
    node = entry.step(key)
    return node.value.strip() or None if node and isinstance(node.value, str) else None


def _no_such_place(place: tuple[str, int], text: Text) -> str:
    count = len(text.paragraphs)
    if place[0] == "paragraph" or place[1] > count:
        return both(en=f"the text has {count} paragraphs", ar=f"عدد فقرات النص {count}")
    return both(en=f"paragraph {place[1]} has no heading", ar=f"لا يوجد عنوان للفقرة {place[1]}")
