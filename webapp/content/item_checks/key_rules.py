"""Rules for typed keys: answers run together, wordings that nobody writes, what is refused though the text has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.arabic.normalize import skeleton
from webapp.content.item_checks.item_rule import Finding, ItemRule, content_words, says_all
from webapp.content.lesson import Item, Lesson
from webapp.domain.problem import field_key

SEPARATOR = re.compile(r"\w\s*(?:[,،؛;/|]|\sأو\s)\s*(?=\w)(?!(?<=\d.)\d)")
REQUIRE = field_key("require")
MOST_WORDS = 5
"""Words of content that readers may be expected to write in the key's own order."""


def answers_in_one(lesson: Lesson) -> Iterator[Finding]:
    """Report a wording with a comma, a slash or «أو» in it that the text does not have so."""
    written = "\n".join(paragraph.text for paragraph in lesson.text.paragraphs)
    for item in lesson.items:
        wording = next((word for word in _wordings(item) if SEPARATOR.search(word) and word not in written), None)
        if wording:
            yield Finding(
                item.question.id,
                item.question.key_path,
                f"«{wording}» counts as one wording. If it holds several answers, list them separately: "
                "[first, second]",
                f"«{wording}» صيغة واحدة. إن كانت فيها عدة إجابات فاكتب كل إجابة وحدها: [الأولى, الثانية]",
            )


def _wordings(item: Item) -> Iterator[str]:
    for key in item.question.typed_keys():
        yield from (*key.wordings, *(wording for idea in key.ideas for wording in idea))


def long_key(lesson: Lesson) -> Iterator[Finding]:
    """Report a key whose every wording is a sentence, which readers say in other words."""
    for item in lesson.items:
        for key in item.question.typed_keys():
            shortest = min((len(content_words(wording)) for wording in key.wordings), default=0)
            if shortest >= MOST_WORDS and key.in_sentences and not key.ideas:
                yield Finding(
                    item.question.id,
                    item.question.key_path,
                    f"only these {shortest} words in this order are accepted. Give the ideas under `{REQUIRE}` "
                    "instead.",
                    f"لا تُقبل إلا هذه الكلمات بترتيبها، وعددها {shortest}. اكتب الأفكار تحت {REQUIRE} بدلًا منها.",
                )


def refused_by_evidence(lesson: Lesson) -> Iterator[Finding]:
    """Report a refused wording that the evidence has and that says the key."""
    for item in lesson.items:
        quotes = [skeleton(quote) for quote in item.question.evidence]
        for key in item.question.typed_keys():
            wordings = [content_words(wording) for wording in key.wordings]
            for refused in key.refused:
                quoted, said = any(skeleton(refused) in quote for quote in quotes), content_words(refused)
                if quoted and any(says_all(said, wording) for wording in wordings):
                    yield Finding(
                        item.question.id,
                        ("refuse",),
                        f"«{refused}» is rejected, but it is the right answer in the words of the evidence. Remove it.",
                        f"«{refused}» مرفوضة، مع أنها الإجابة بكلمات الدليل نفسها. احذفها من المرفوض.",
                    )


_SHORT = "- id: who\n  paragraph: 1\n  type: short\n  prompt: {}\n  evidence: [{}]\n  accept: [{}]\n"
KEY_RULES = (
    ItemRule(
        "answers-in-one",
        "A wording contains a comma, a slash or «أو». It may hold several answers, and none is accepted alone.",
        "في الصيغة فاصلة أو شرطة مائلة أو «أو»: لعلها عدة إجابات، ولا تُقبل أي منها وحدها.",
        _SHORT.format("متى سقاها الجار؟", "يوم الأحد", '"الأحد, يوم الأحد"'),
        answers_in_one,
    ),
    ItemRule(
        "key-long",
        "Every wording is a whole sentence. Readers who use other words are rejected.",
        "كل صيغة جملة كاملة، فتُرفض إجابة من عبّر عنها بكلمات أخرى.",
        _SHORT.format("ماذا فعلت الجدة؟", "زرعت الجدة شجرة قرب البيت القديم", "زرعت الجدة شجرة قرب البيت القديم"),
        long_key,
    ),
    ItemRule(
        "refused-by-key",
        "A rejected wording is the right answer in the words of the evidence.",
        "الصيغة المرفوضة هي الإجابة بكلمات الدليل نفسها.",
        _SHORT.format("من سقاها؟", "وسقاها الجار الطيب", "الجار") + "  refuse: [الجار الطيب]\n",
        refused_by_evidence,
    ),
)
