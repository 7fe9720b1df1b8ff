"""Rules for options: a key that shows without the text, and options that are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from webapp.arabic import clitics
from webapp.arabic.joined_words import texts_equal
from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.content.item_checks.item_rule import (
    Finding,
    ItemRule,
    KeyPath,
    folded_words,
    option_place,
    single_key,
    written_options,
)
from webapp.content.lesson import Lesson
from webapp.domain.problem import field_value
from webapp.domain.question import Question

MULTIPLE = field_value("type", "multiple")
LONGER_BY = 1.6
LONGER_LETTERS = 12
"""A key is the longest by far with this many times, and this many letters more than, the next."""
MIN_KEYS = 5
MOST_IN_ONE_PLACE = 0.6
HEDGES = folded_words("قد ربما لعل غالبا أحيانا عادة بعض معظم يمكن ممكن محتمل يحتمل")
ABOVE = folded_words("سبق ذكر تقدم")
ALL_OR_NONE = folded_words("كل جميع لا شيء مما")
MOST_WORDS_ABOVE = 5
PLURAL = ("ون", "ين", "ات")
FEMININE = ("ة", "اء", "ى", "ات")


def equal_options(lesson: Lesson) -> Iterator[Finding]:
    """Report options that differ in spelling alone."""
    for item in lesson.items:
        options = written_options(item.question)
        for index, option in enumerate(options):
            equal = (texts_equal(option.text, before.text, TOLERANCE_LEVELS) for before in options[:index])
            first = next((at for at, same in enumerate(equal) if same), None)
            if first is not None:
                yield Finding(
                    item.question.id,
                    option_place(item.question, index),
                    f"options {first + 1} and {index + 1} differ in spelling only. Reword one of them.",
                    f"الخياران {first + 1} و{index + 1} لا يختلفان إلا في الإملاء. أعد صياغة أحدهما.",
                )


def longest_key(lesson: Lesson) -> Iterator[Finding]:
    """Report a right option that is the longest by far."""
    for item in lesson.items:
        key = single_key(item.question)
        others = [len(option.text) for option in written_options(item.question) if option != key]
        if not key or len(others) < 2:
            continue
        longest = max(others)
        if len(key.text) >= longest * LONGER_BY and len(key.text) >= longest + LONGER_LETTERS:
            yield Finding(
                item.question.id,
                _key_place(item.question),
                "the right option is by far the longest, so readers may choose it for its length. Make the "
                "others about as long.",
                "الخيار الصحيح أطول من غيره بكثير، وقد يُختار لطوله. اجعل الخيارات متقاربة الطول.",
            )


def hedged_key(lesson: Lesson) -> Iterator[Finding]:
    """Report a right option that alone is worded with caution."""
    for item in lesson.items:
        key, options = single_key(item.question), written_options(item.question)
        hedged = [option for option in options if any(word.folded in HEDGES for word in answer_words(option.text))]
        if key and len(options) > 2 and hedged == [key]:
            yield Finding(
                item.question.id,
                _key_place(item.question),
                "only the right option is worded with caution («قد», «بعض»). Word a wrong option with caution too.",
                "الخيار الصحيح وحده فيه كلمة احتراز («قد»، «بعض»). أضف مثلها إلى خيار خاطئ.",
            )


def all_of_above(lesson: Lesson) -> Iterator[Finding]:
    """Report «all of the above» and «none of the above»."""
    for item in lesson.items:
        for index, option in enumerate(written_options(item.question)):
            folded = [word.folded for word in answer_words(option.text)]
            if (
                len(folded) <= 5
                and {"سبق", "ذكر", "تقدم"} & set(folded)
                and {"كل", "جميع", "لا", "شي", "مما"} & set(folded)
            ):
                yield Finding(
                    item.question.id,
                    option_place(item.question, index),
                    "options are shuffled, and a reader who knows two right ones has the answer. Use "
                    f"`{MULTIPLE}` instead.",
                    f"الخيارات تُعرض بترتيب متغير، ومن عرف خيارين صحيحين عرف الإجابة. استعمل النوع {MULTIPLE}.",
                )


def lone_agreement(lesson: Lesson) -> Iterator[Finding]:
    """Report a right option that alone fits the prompt, or the other options, in gender, number or article."""
    for item in lesson.items:
        key, options = single_key(item.question), written_options(item.question)
        if not key or len(options) < 3:
            continue
        heads = [_head(option.text) for option in options]
        alone = _odd_one(heads, lambda word: clitics.without_article(word) is not None, "ال", "ال")
        pronoun = _closing_pronoun(item.question.prompt)
        if pronoun:
            fits = [index for index, word in enumerate(heads) if _agrees(word, pronoun)]
            alone = ("gender or number", "الجنس أو العدد", fits[0]) if len(fits) == 1 else alone
        if alone and options[alone[2]] == key:
            yield Finding(
                item.question.id,
                _key_place(item.question),
                f"only the right option fits by grammar ({alone[0]}). Give the others the same form.",
                f"الخيار الصحيح وحده يوافق السؤال أو يخالف الخيارات في {alone[1]}. وحّد صيغ الخيارات.",
            )


def uneven_places(lesson: Lesson) -> Iterator[Finding]:
    """Report a file whose right options stand mostly in one place, as a worksheet or a fixed order shows them."""
    places = [_key_index(item.question) for item in lesson.items]
    known = Counter(place for place in places if place is not None)
    total = sum(known.values())
    if total < MIN_KEYS:
        return
    place, count = known.most_common(1)[0]
    if count / total > MOST_IN_ONE_PLACE:
        yield Finding(
            "",
            ("questions",),
            f"{count} of {total} right options are in position {place + 1}. Vary their positions.",
            f"الخيار الصحيح في الموضع {place + 1} في {count} من أصل {total} من الأسئلة. وزّع مواضعه.",
        )


def _key_index(question: Question) -> int | None:
    key, options = single_key(question), written_options(question)
    return options.index(key) if key else None


def _key_place(question: Question) -> KeyPath:
    index = _key_index(question)
    return option_place(question, index) if index is not None else ()


def _head(text: str) -> str:
    words = answer_words(text)
    return words[0].word if words else ""


def _odd_one(heads: Sequence[str], has: Callable[[str], bool], en: str, ar: str) -> tuple[str, str, int] | None:
    """The one option that has a feature which all others lack."""
    having = [index for index, word in enumerate(heads) if has(word)]
    return (en, ar, having[0]) if len(having) == 1 and len(heads) > 2 else None


def _closing_pronoun(prompt: str) -> str:
    """The pronoun that ends a prompt («… هي؟»); empty for none."""
    words = answer_words(prompt)
    return words[-1].folded if words and words[-1].folded in {"هو", "هي", "هما", "هم", "هن"} else ""


def _agrees(word: str, pronoun: str) -> bool:
    bare = clitics.strip_marks(word)
    plural, feminine = bare.endswith(PLURAL), bare.endswith(FEMININE)
    return {"هو": not feminine and not plural, "هي": feminine, "هما": bare.endswith(("ان", "ين")), "هم": plural}.get(
        pronoun, feminine
    )


def _choice(identity: str, prompt: str, *options: str) -> str:
    """A ``choice`` as YAML, with the first option right."""
    first, *others = options
    lines = [f"  - {{text: {first}, correct: true, why: من النص.}}\n"]
    lines += [f"  - {{text: {text}, why: ليس في النص.}}\n" for text in others]
    return f"- id: {identity}\n  paragraph: 1\n  type: choice\n  prompt: {prompt}\n  options:\n{''.join(lines)}"


OPTION_RULES = (
    ItemRule(
        "options-equal",
        "Two options count as the same, so a reader cannot choose between them.",
        "خياران لا يختلفان إلا في الإملاء، فلا يمكن الاختيار بينهما.",
        _choice("who", "من زرع الشجرة؟", "الجدة", "الجده", "الجار"),
        equal_options,
    ),
    ItemRule(
        "key-longest",
        "The right option is by far the longest, so it can be chosen without the text.",
        "الخيار الصحيح أطول من غيره بكثير، فيختاره من لم يقرأ النص.",
        _choice("who", "من زرع الشجرة؟", "الجدة التي كانت تسكن قرب البيت القديم", "الجار", "الأب"),
        longest_key,
    ),
    ItemRule(
        "key-hedged",
        "Only the right option is worded with caution, so it can be chosen without the text.",
        "الخيار الصحيح وحده فيه كلمة احتراز، فيختاره من لم يقرأ النص.",
        _choice("why", "لماذا زُرعت الشجرة؟", "قد تكون ذكرى", "طلبًا للثمر", "طلبًا للظل"),
        hedged_key,
    ),
    ItemRule(
        "all-of-above",
        "«جميع ما سبق» changes its meaning with the order of options, and a reader who knows two right options "
        "has the answer.",
        "«جميع ما سبق» يتغير معناه بتغير الترتيب، ويعرف الإجابة من عرف خيارين صحيحين.",
        _choice("who", "من سقى الشجرة؟", "الجدة", "الجار", "جميع ما سبق"),
        all_of_above,
    ),
    ItemRule(
        "agrees-alone",
        "Only the right option agrees with the question in gender, number or ال, so grammar gives it away.",
        "الخيار الصحيح وحده يوافق السؤال في الجنس أو العدد أو التعريف، فيُعرف من النحو.",
        _choice("what", "التي زُرعت هي", "شجرة", "غصن", "ثمر"),
        lone_agreement,
    ),
    ItemRule(
        "key-places",
        "Most right options are in the same position, which shows on a printed worksheet.",
        "معظم الخيارات الصحيحة في موضع واحد، ويظهر ذلك في الورقة المطبوعة.",
        "".join(_choice(f"q{number}", f"ما الشيء {number}؟", "شجرة", "حجر", "بيت") for number in range(1, 6)),
        uneven_places,
    ),
)
