"""The words of a text as a question needs them: how each is read and what it means, and how near it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from webapp.arabic.keys.key_vowels import ExplainedWord
from webapp.arabic.matching.competing_answers import stems, stems_of_lines
from webapp.arabic.normalize import strip_tashkeel
from webapp.content.words.words_file import TextWord, TextWords
from webapp.domain.text import ParagraphSpan

IN_EVIDENCE, IN_PARAGRAPH, ELSEWHERE = range(3)
WordsByStem = Mapping[str, Sequence[TextWord]]


def words_by_stem(words: TextWords) -> WordsByStem:
    """The words of a text that a person has reviewed, by their stems."""
    by_stem = defaultdict[str, list[TextWord]](list)
    for line in words.paragraphs:
        for word in line:
            for stem in stems(strip_tashkeel(word.word)) if words.reviewed or word.reviewed else ():
                by_stem[stem].append(word)
    return by_stem


def explained_words(
    words: WordsByStem, wordings: Iterable[str], evidence: Sequence[ParagraphSpan], paragraph: int | str
) -> tuple[ExplainedWord, ...]:
    """The words with letters of these wordings, for a question with this evidence about a paragraph or the whole."""
    alike = {word.span: word for stem in stems_of_lines(wordings) for word in words.get(stem, ())}
    return tuple(
        ExplainedWord(word.vowelled, word.lemma, word.meaning, word.ambiguous, _distance(span, evidence, paragraph))
        for span, word in sorted(alike.items(), key=lambda entry: (entry[0].paragraph, entry[0].start))
    )


def _distance(span: ParagraphSpan, evidence: Sequence[ParagraphSpan], paragraph: int | str) -> int:
    if any(
        quote.paragraph == span.paragraph and quote.start <= span.start and span.end <= quote.end for quote in evidence
    ):
        return IN_EVIDENCE
    return IN_PARAGRAPH if paragraph in ("whole", span.paragraph) else ELSEWHERE
