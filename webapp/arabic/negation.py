"""Negation words of an answer. Taking لا for nothing would turn a wrong answer into a right one."""

import re

from webapp.arabic.clitics import bare
from webapp.arabic.normalize import canonical
from webapp.arabic.tokens import WORD

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
    "مش": "مش",
}
_BASE = {form: base for base, forms in _FORMS.items() for form in forms.split()}
# «ما زال»، «لا يزال»، «لم يزل» affirm; «لا سيما» and «لا بد» are no negations.
_AFFIRMED = re.compile("[يتنأ]?(?:زال|زالت|زالوا|زلت|زلنا|زل|زالون|زالان|نفك)|سيما|بد|شك")
# With ت ن أ it may be a perfect as well («لما تسلم»: when he received).
_IMPERFECT = re.compile("ي.{2,}")
_AFTER_LAM = re.compile("[يتنأ].{2,}")
_RELATIVE = re.compile(".*(?:ه|ها|هم|هما)")


def negations(given: str) -> tuple[str, ...]:
    """Negation words in order, each in its base form (وليست → ليس, فلم → لم, بدون → دون).

    ما counts only at the head of a clause, before a word of three letters or more that carries no pronoun of
    a relative clause («ما قبل الدعوة», not «ما قاله»); لما only before an imperfect in ي; كلا not before a definite
    noun («كلا البلدين» is "both"); ألم only before a verb (else it is "pain"). Affirmations (ما زال, لا يزال, لا بد,
    لا شك, لا سيما) do not count. Not seen: a negation typed into one word (لايقبل), which is no accepted word
    either, and verbs that deny (رفض, نفى).
    """
    found = [_plain(word) for word in _UNIT.findall(canonical(given))]
    read = (_negation(found, at) for at in range(len(found)))
    return tuple(base for base in read if base)


def _plain(word: str) -> str:
    # A shadda tells the verb غيّر (changed) from غير (not).
    plain = bare(word)
    return word if plain[-3:] == "غير" and "\u0651" in word else plain


def _negation(found: list[str], at: int) -> str:
    word = found[at]
    attached = word not in _BASE and word[:1] in ("و", "ف")
    base = _BASE.get(word[1:] if attached else word, "")
    follows = found[at + 1] if at + 1 < len(found) else ""
    if not base or _AFFIRMED.fullmatch(follows):
        return ""
    if base == "ما":
        head = at == 0 or attached or not found[at - 1][0].isalnum()
        return base if head and len(follows) >= 3 and not _RELATIVE.fullmatch(follows) else ""
    if base == "لما":
        return base if _IMPERFECT.fullmatch(follows) else ""
    if word.endswith("ألم"):
        return base if _AFTER_LAM.fullmatch(follows) else ""
    return "" if base == "كلا" and follows.startswith("ال") else base
