"""Negation words of an answer. An overlooked لا would turn a wrong answer into a right one."""

import re
from itertools import pairwise

from webapp.arabic import clitics
from webapp.arabic.clitics import strip_marks
from webapp.arabic.normalize import canonical
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tokenizer import WORD
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, cached_by_word

_UNIT = re.compile(rf"{WORD}|[،؛؟.,;:?!\u2026]")
_FORMS = {
    "لا": "لا بلا ألا لئلا كيلا لكيلا",
    "لم": "لم ألم أولم",
    "لن": "لن ألن",
    "ليس": "ليس ليست ليسا ليستا ليسوا لست لستم لستما لسنا لسن أليس أليست",
    "غير": "غير بغير لغير",
    "دون": "دون بدون",
    "عدم": "عدم بعدم لعدم العدم",
    "كلا": "كلا",
    "لما": "لما",
    "ما": "ما",
    "مش": "مش موش مو",
    "إلا": "إلا الا سوى عدا ماعدا باستثناء",
}
_BASE_FORMS = {form: base for base, forms in _FORMS.items() for form in forms.split()}
# Verbs that take back what follows, by what stands between the prefix of person and the suffix; and their masdars.
# Only such as say that a thing is not or is not done: forbidding is here, warning and fear are not.
_REVERSING = {
    "رفض": "رفض رافض مرفوض",
    "نفى": "نفى نفت نفي نفو منفي",
    "أنكر": "أنكر انكر نكر إنكار انكار منكر",
    "امتنع": "امتنع متنع امتناع ممتنع",
    "منع": "منع مانع ممنوع",
    "ألغى": "ألغى ألغت ألغي ألغو الغى الغت الغي لغي لغو لغى إلغاء الغاء ملغى",
    "أوقف": "أوقف اوقف وقف إيقاف ايقاف توقف توقيف",
    "تراجع": "تراجع",
    "تخلى": "تخلى تخلت تخلي تخلو",
    "تجنب": "تجنب",
    "استبعد": "استبعد ستبعد استبعاد",
    "انتفى": "انتفى انتفت انتفاء",
    "كذّب": "كذب تكذيب",
    "فشل": "فشل",
}
_PREFIX = "[وف]?[بلك]?(?:ال|لل|س)?[يتنأ]?"
_SUFFIX = "(?:ت|ا|تا|وا|ن|نا|ان|ون|ين|ة|ي|ه|ها|هم|هما|ته|تها|تهم|وه|وها|اه|اها|تاه|تاها|ونها|انها)?"
_VERBS = {base: re.compile(f"{_PREFIX}(?:{'|'.join(forms.split())}){_SUFFIX}") for base, forms in _REVERSING.items()}
_ANY_VERB = re.compile(f"{_PREFIX}(?:{'|'.join(' '.join(_REVERSING.values()).split())}){_SUFFIX}")
# «ما زال»، «لا يزال»، «لم يزل» affirm; «لا سيما» and «لا بد» are no negations.
_ONLY = ("إلا", "الا", "سوى", "غير")
_AFFIRMED = re.compile("[يتنأ]?(?:زال|زالت|زالوا|زلت|زلنا|زل|زالون|زالان|نفك)|سيما|بد|شك")
_BEFORE_VERBS = ("لا", "لم", "لن")
# «ساعة إلا ربعا» is 45 minutes.
_SHARE = re.compile("(?:ال)?(?:ربع|ثلث)ا?")
# With ت ن أ it may be a perfect as well («لما تسلم»: when he received).
_IMPERFECT = re.compile("ي.{2,}")
_AFTER_LAM = re.compile("[يتنأ].{2,}")
_RELATIVE = re.compile(".*(?:ه|ها|هم|هما)")


def negations(answer: str) -> tuple[str, ...]:
    """Negation words in order, each in its base form (وليست → ليس, فلم → لم, بدون → دون, رفضتا → رفض).

    ما counts only at the head of a clause, before a word of three letters or more that carries no pronoun of
    a relative clause («ما قبل الدعوة», not «ما قاله»); لما only before an imperfect in ي; كلا not before a definite
    noun («كلا البلدين» is "both"); ألم only before a verb (else it is "pain"). Affirmations (ما زال, لا يزال, لا بد,
    لا شك, لا سيما) do not count, nor does «لم … إلا …», which says "only". Verbs and masdars that deny, refuse, stop
    or forbid count in all their forms. Not seen: a negation typed into one word (لايقبل), which is no accepted
    word either.
    """
    return tuple(base for base, _ in negated_words(answer))


def affirms_negated(answer: str, prompt: str) -> bool:
    """Tell if an answer says a verb that the question denies, and denies nothing: تنمو هنا for «أين لا تنمو؟»."""
    verbs = {word for base, word in negated_words(prompt) if base in _BEFORE_VERBS}
    if not verbs or negated_words(answer):
        return False
    said = (strip_marks(word) for word in _UNIT.findall(canonical(answer)))
    return any(fold_spelling(word, TOLERANCE_LEVELS) in verbs for word in said)


def is_verb_of_denial(base: str) -> bool:
    """Tell if a negation in its base form is a verb (رفض, توقف): a question that has it asks about it."""
    return base in _REVERSING


@cached_by_word(1024, MAX_ANSWER_LENGTH)
def negated_words(answer: str) -> tuple[tuple[str, str], ...]:
    """Each negation with the folded word behind it (without article), to recognize a repetition of another text."""
    words = [_strip_marks_but_shadda(word) for word in _UNIT.findall(canonical(answer))]
    negations_at = [
        (index, base)
        for index, word in enumerate(words)
        if _may_negate(word) and (base := _negation(words, index) or _reversing_verb(word))
    ]
    result = list(negations_at)
    for before, behind in pairwise(negations_at):
        if _without_waw(words[behind[0]]) in _ONLY and before[1] not in _REVERSING:
            result = [entry for entry in result if entry not in (before, behind)]
        elif before[1] == "دون" and behind[0] == before[0] + 1:  # «دون توقف» is one negation
            result = [entry for entry in result if entry != behind]
    return tuple((base, _negated_word(words, index)) for index, base in result)


def _negated_word(words: list[str], index: int) -> str:
    word = words[index + 1] if index + 1 < len(words) else ""
    return fold_spelling(clitics.without_article(word) or word, TOLERANCE_LEVELS)


def _without_waw(word: str) -> str:
    return word[1:] if word[:1] == "و" else word


@cached_by_word(4096)
def _may_negate(word: str) -> bool:
    """Tell if a word is a negation in some place of an answer."""
    return word in _BASE_FORMS or word[1:] in _BASE_FORMS or bool(_reversing_verb(word))


@cached_by_word(4096)
def _reversing_verb(word: str) -> str:
    if not _ANY_VERB.fullmatch(word):
        return ""
    return next(base for base, pattern in _VERBS.items() if pattern.fullmatch(word))


@cached_by_word(4096)
def _strip_marks_but_shadda(word: str) -> str:
    # A shadda tells the verb غيّر (changed) from غير (not).
    plain = strip_marks(word)
    return word if plain[-3:] == "غير" and "\u0651" in word else plain


def _negation(words: list[str], index: int) -> str:
    word = words[index]
    attached = word not in _BASE_FORMS and word[:1] in ("و", "ف")
    base = _BASE_FORMS.get(word[1:] if attached else word, "")
    follows = words[index + 1] if index + 1 < len(words) else ""
    if not base or _AFFIRMED.fullmatch(follows) or (base == "إلا" and _SHARE.fullmatch(follows)):
        return ""
    if base == "ما":
        head = index == 0 or attached or not words[index - 1][0].isalnum()
        return base if head and len(follows) >= 3 and not _RELATIVE.fullmatch(follows) else ""
    if base == "لما":
        return base if _IMPERFECT.fullmatch(follows) else ""
    if word.endswith("ألم"):
        return base if _AFTER_LAM.fullmatch(follows) else ""
    return "" if base == "كلا" and follows.startswith("ال") else base
