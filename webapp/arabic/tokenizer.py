"""Sentences and words as offsets into the original text, so that a page can mark up the author's own text."""

import re
from dataclasses import dataclass

from webapp.arabic.normalize import INSIDE, INVISIBLE
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, cached_by_word


def _word(letter: str, digit: str, inside: str, invisible: str) -> str:
    """The pattern of a word, in the classes of one kind of regular expression.

    A word begins with a letter or digit and runs on through letters, digits, marks and tatweel. A separator
    joins two digits (3.5, 1,000, ٣٫٥); an invisible mark joins only where the word goes on behind it.
    """
    number = rf"(?<={digit})[.,\u066b\u066c](?={digit})"
    return f"{letter}(?:{letter}|[{inside}]|{number}|[{invisible}]+(?={letter}))*"


def _escaped(characters: str) -> str:
    """The same characters in ASCII: as a pattern within a page they would be marks without a letter."""
    return "".join(character if character.isascii() else f"\\u{ord(character):04x}" for character in characters)


WORD = _word(r"[^\W_]", r"\d", INSIDE, INVISIBLE)
JAVASCRIPT_WORD = _word(r"[\p{L}\p{N}]", r"\p{Nd}", _escaped(INSIDE), _escaped(INVISIBLE))
"""The same pattern for scripts, with the flag ``u``: they count the words of a text as Python does."""

# A quotation longer than this is a speech, and is read sentence by sentence; a shorter one stays whole.
MAX_QUOTE_LENGTH = 240

_WORD = re.compile(WORD)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOPS = r"[.؟?!\u2026\u06d4]"
# From the first stop of several, and giving none back: a line of stops alone would be looked through for each of them.
_STOP = re.compile(rf"(?<!{_STOPS}){_STOPS}++[\"'\u2019\u201d\u00bb\u203a)\]}}\ufd3e{INVISIBLE}]*+(?=\s|$)")
_QUOTE = re.compile(
    f"\u201c[^\u201c\u201d]{{0,{MAX_QUOTE_LENGTH}}}\u201d|\u00ab[^\u00ab\u00bb]{{0,{MAX_QUOTE_LENGTH}}}\u00bb"
)
# One letter and a dot: د. محمد, أ.د., ق.م., U.S.; but not the unit of a number that ends a sentence (2023 م.), and not
# the last letter of a word that has a mark before it (الجدّة.).
_ABBREVIATION = re.compile(rf"(?:(?<!\d)(?<!\d\s)(?<![^\W_])(?<![{INSIDE}])[^\W\d_]|\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs))\.$")
_LIST_NUMBER = re.compile(r"\s*\d{1,3}\.$")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: ``text[start:end]``, counted in characters (code points)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut the stretch out of the text it was measured on."""
        return text[self.start : self.end]


@cached_by_word(256, MAX_ANSWER_LENGTH)
def words(text: str) -> tuple[Span, ...]:
    """Find the words in order: letters with their marks, tatweel and digits, without punctuation."""
    return tuple([Span(*match.span()) for match in _WORD.finditer(text)])


def sentences(text: str) -> tuple[Span, ...]:
    """Find the sentences in order; together they hold every character but the white space between them.

    A sentence ends at . ؟ ? ! … with the closing quotes and brackets behind it, where white space or the end
    follows, and at every line end (a heading has no stop). It does not end at an abbreviation of one letter,
    at the number of a list item, or inside a closed quotation (“…” or «…») of at most `MAX_QUOTE_LENGTH`
    characters: the quotation is part of the sentence that reports it. A quote never closed protects nothing.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        for stop in (*_sentence_ends(line[0]), len(line[0])):
            span = _trimmed_span(text, start, line.start() + stop)
            if span.start < span.end:
                before = spans[-1] if spans and spans[-1].start >= line.start() else None
                if before and not _INVISIBLE.sub("", span.of(text)).strip():  # a direction mark behind the stop
                    spans[-1] = Span(before.start, span.end)
                else:
                    spans.append(span)
            start = line.start() + stop
    return tuple(spans)


def _sentence_ends(line: str) -> list[int]:
    """The ends of sentences within one line, as offsets into it."""
    quoted = [(quote.start(), quote.end()) for quote in _QUOTE.finditer(line)]
    ends: list[int] = []
    at = 0
    for stop in _STOP.finditer(line):
        while at < len(quoted) and quoted[at][1] <= stop.start():
            at += 1
        # A stop just before the closing quote takes the quote with it, and then lies outside.
        inside = at < len(quoted) and quoted[at][0] < stop.start() and stop.end() < quoted[at][1]
        if not inside and not _is_abbreviation(line, ends[-1] if ends else 0, stop):
            ends.append(stop.end())
    return ends


def _is_abbreviation(line: str, start: int, stop: re.Match[str]) -> bool:
    """Tell if this dot belongs to an abbreviation or numbers a list item."""
    if stop[0] != ".":
        return False
    near = line[max(start, stop.start() - 8) : stop.end()]
    return bool(_ABBREVIATION.search(near) or _LIST_NUMBER.fullmatch(line[start : stop.end()]))


def _trimmed_span(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
