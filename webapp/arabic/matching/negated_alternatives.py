"""Affirmed and rejected parts of an answer: «الأربعاء لا الخميس», «ليس الخميس بل الأربعاء»."""

import re
from collections.abc import Callable, Iterable

from webapp.arabic.normalize import canonical, strip_tashkeel

MIN_VERB_LETTERS = 3
_WORD = re.compile(r"\w+")
_GAP = r"[\s،,؛;.]+"
# «الأربعاء لا غير», «يوم واحد لا أكثر» add nothing; «الأربعاء ليس صحيحًا» takes the answer back.
_NOTHING_ELSE = re.compile(r"[\s،,]+(?:لا|ليس|ليست)\s+(?:غير|إلا|الا|أكثر|اكثر)(?:\s+ولا\s+(?:أقل|اقل))?(?=\W*$)")
_TAKEN_BACK = (
    r"(?!(?:ال)?(?:صحيح|جواب|إجابة|اجابة|مؤكد|أكيد|متأكد|كذلك|هذا|ذلك|هو|هي|أنا|شيء|أحد|شك|بد|بأس|مانع)(?:ة|ا)?\b)"
)
_SETS_ASIDE = re.compile(
    rf"{_GAP}(?:(?P<sure>و?(?:ليس|ليست|ليسا|ليسوا|مش)|(?:بدلا|عوضا)\s+(?:من|عن)|و?لم\s+[تي]كن)|و?لا)\s+{_TAKEN_BACK}"
)
# After لا a noun is set aside: it has an article or a preposition, or cannot be a verb («لا أظن»).
_NOUN = re.compile(r"(?:ال|لل|(?:إلى|الى|في|من|على|عن|يوم)\s|[^\Wأتيناو\d]|\d)")
_NEGATION = r"(?:ليس|ليست|ليسا|ليسوا|لا|لم|لن|ما|غير|مش)"
_BAL = r"(?:بل|و?إنما|و?انما|و?لكن(?:ه|ها)?)"
_REJECTED = re.compile(rf"(?P<lead>(?:.*?\s)?){_NEGATION}\s+(?P<no>\S.*?){_GAP}{_BAL}\s+(?P<yes>\S.*)")
_CORRECTED = re.compile(rf"(?P<no>\S.*?){_GAP}بل\s+(?P<yes>\S.*)")
_ONLY = re.compile(r"\s(?:فقط|وحده|وحدها|وحدهم|وحدهما|فحسب|وحسب)(?!\w)")
_MEANS = "[تي](?:دل|نفي|فيد|وحي)"
_REASON = re.compile(rf"{_GAP}(?:(?:لأن|لان)(?:ه|ها|هم|هما)?|(?:فه[يو]\s+)?{_MEANS}|فه[يو]\s+[تي]عني|وه[يو]\s+كلمة)\s")
_WHY = re.compile(r"(?<!\w)[وف]?(?:لماذا|ليش|ليه|علل|(?:سبب|أسباب|تعليل)|لأي سبب)(?!\w)")
_MOTHER = re.compile(r"(?<!\w)[أا]م (\w+)")
_OR = re.compile(r"(?<!\w)(?:أو|او|أم|ام|و?إما)(?!\w)")


def _normalized(answer: str) -> str:
    return _NOTHING_ELSE.sub("", strip_tashkeel(canonical(answer)))


def asks_why(prompt: str) -> bool:
    """Tell if a question asks for a reason: «لماذا …», «ما سبب …»."""
    return bool(_WHY.search(strip_tashkeel(canonical(prompt))))


def split_reason(answer: str) -> tuple[str, str]:
    """Split an answer into the answer proper and its reason («لأن …», «فهي تدل على …»)."""
    text = _normalized(answer)
    reason = _REASON.search(text)
    return (text[: reason.start()], text[reason.start() :]) if reason else (text, "")


def split_asserted(answer: str, rival: Callable[[str], bool] = lambda _: False) -> tuple[str, str]:
    """Split an answer into the part it affirms and the part it rejects ("" for nothing).

    «ليس س بل ص» and the self-correction «س بل ص» affirm ص and reject س; «ليس س فقط بل ص» affirms both;
    «ص لا س», «ص وليس س», «ص بدلا من س» affirm ص. A لا before what may be a verb («لا أظن») rejects only what
    ``rival`` recognizes as a wrong answer.
    """
    text = _normalized(answer)
    if match := _REJECTED.fullmatch(text) or _CORRECTED.fullmatch(text):
        lead, no, yes = match.groupdict().get("lead") or "", match["no"], match["yes"]
        if _ONLY.search(no + " "):
            return f"{lead}{_ONLY.sub('', no)} و{yes}", ""
        return lead + yes, no
    for match in _SETS_ASIDE.finditer(text):
        rest = text[match.end() :]
        before = text[: match.start()]
        if before.strip() and (match["sure"] or _NOUN.match(rest) or rival(rest) or _same_person(before, rest)):
            return before, rest
    return text, ""


def _same_person(before: str, rest: str) -> bool:
    """Tell if one verb is set against another of the same person: «تمنع لا تسمح»."""
    last, first = _WORD.findall(before)[-1:], _WORD.findall(rest)
    return (
        len(first) == 1
        and bool(last)
        and last[0][0] == first[0][0]
        and min(len(last[0]), len(first[0])) > MIN_VERB_LETTERS
    )


def without_mothers(answer: str, lines: Iterable[str]) -> str:
    """Return an answer without the أم of names that these lines have (أم سالم): it is no "or"."""
    names = {name for line in lines for name in _MOTHER.findall(strip_tashkeel(canonical(line)))}
    if not names:
        return answer
    return _MOTHER.sub(lambda mother: mother[1] if mother[1] in names else mother[0], strip_tashkeel(canonical(answer)))


def alternatives(answer: str) -> list[str]:
    """Split an answer at أو, أم and إما; one part if nothing is left open."""
    parts = [part.strip() for part in _OR.split(strip_tashkeel(canonical(answer)))]
    return [part for part in parts if part] or [answer]
