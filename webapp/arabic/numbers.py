"""Numbers in words and digits: مئة وعشرون = ١٢٠ = 120. Ordinals (الثالث) and names of days are not numbers."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from webapp.arabic.clitics import strip_marks
from webapp.arabic.normalize import canonical, fold_digits, is_folded
from webapp.arabic.number_table import NUMBER_WORDS, number_key
from webapp.arabic.word_cache import cached_by_word

Number = int | Decimal
# A written word as conjunction, preposition, article and core.
WordParts = tuple[str, str, str, str]

_DIGITS = re.compile(r"[-\u2212]?\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
# Longer numerals are codes, not quantities (and Python refuses to convert very long ones).
_MAX_DIGITS = 30
# The longest cardinal below 10^12 has 19 words.
_MAX_WORDS = 20
_HAS_FRACTION = re.compile("ن[^ء-ي]*ص|ر[^ء-ي]*ب[^ء-ي]*ع|ث[^ء-ي]*ل[^ء-ي]*ث")
# نص is نصف as it is said.
_FRACTIONS = {
    article + word: Decimal(size)
    for words, size in (("نصف نص", "0.5"), ("ربع", "0.25"), ("ثلث", "0.33"))
    for word in words.split()
    for article in ("", "ال")
}
_TOKEN = re.compile(r"([وف]?)([بكل]?)(ال|(?<=ل)ل)?(.+)", re.DOTALL)
_FIRST_SIGNS = frozenset("0123456789-\u2212")
_BEFORE_NUMBERS = frozenset("وفبكلا")
# لست is "I am not" before it is "for six", كمية "quantity" before "like a hundred".
_NEVER_NUMBERS = frozenset({"لست", "ولست", "فلست", "كميه", "وكميه", "فكميه"})
_DAY_OR_MONTH = re.compile("[وف]?[بل]?(?:(يوم|ليله|مساء|صباح|فجر|ظهر)|شهر)")


def number_value(words: str) -> Number | None:
    """Read a stretch of text as one number; None if it says none or more than one.

    Reads cardinals up to 999,999,999,999 in both genders and all cases, digits of every script with
    separators (١٬٠٠٠ and 1,000 are 1000; ٣٫٥, 3.5 and 3,5 are Decimal 3.5), digits before a scale word
    (٥ ملايين), and the article (المئة). Whole values are int.
    """
    parts = canonical(words).split()
    read = [_split_word(part) for part in parts]
    if not parts or read[0][0] or any(prefix for _, prefix, _, _ in read):
        return None
    number = _cardinal_value([(bool(waw), core) for waw, _, _, core in read])
    return None if number is None or (len(parts) == 1 and _is_day_or_month(parts, 0, read[0], number)) else number


@cached_by_word(1024)
def digits_value(text: str) -> Number | None:
    """Read one numeral; None if it is none, is ambiguous (1,2,3) or has over 30 digits."""
    text = fold_digits(text).replace("\u2212", "-")
    sign, text = (-1, text[1:]) if text.startswith("-") else (1, text)
    if len(text) > _MAX_DIGITS:
        return None
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    elif not _PLAIN.fullmatch(text):
        return None
    return _int_if_whole(sign * Decimal(text.replace(",", ".")))


def collapse_numbers(words: Sequence[str]) -> list[str]:
    """Replace every number, be it one word or five, by one token: prefixes, then # and the value.

    ["قبل", "المئة", "عام"] → ["قبل", "ال#100", "عام"]; "وعشرون" → "و#20". Percentages in words become "%".
    """
    done: list[str] = []
    parts = [_split_word(word) for word in words]
    counts = [core in NUMBER_WORDS or core[:1] in _FIRST_SIGNS for _, _, _, core in parts]
    if True not in counts:
        return list(words)
    at, end = 0, len(words)
    while at < end:
        token, used = _longest_number(words, parts, counts, at) if counts[at] else (words[at], 1)
        if token in ("بال#100", "ال#100") and done and _percent(done, token):
            token = "%"
        if not (_HAS_FRACTION.search(token) and _add_fraction(done, token)):
            done.append(token)
        at += used
    return done


def collapse_number(word: str) -> str:
    """The same for one word."""
    core = _split_word(word)[3]
    return collapse_numbers([word])[0] if core in NUMBER_WORDS or core[:1] in _FIRST_SIGNS else word


def _add_fraction(done: list[str], token: str) -> bool:
    """Add «ونصف» to the number before it, also over its unit (ثلاثة كيلوغرامات ونصف), and take «إلا ربعا» off."""
    if not done:
        return False
    key = number_key(token)
    size = _FRACTIONS.get(key[1:] if key[:1] == "و" else "")
    if size is None and done and number_key(done[-1]) in ("الا", "إلا"):
        size = -_FRACTIONS.get(key.removesuffix("ا"), Decimal(0))
    if not size:
        return False
    last = len(done) - (size < 0)
    for at in range(last - 1, max(last - 3, -1), -1):
        head, sign, number = done[at].partition("#")
        if sign and (value := digits_value(number)) is not None and isinstance(value, int):
            done[at] = f"{head}#{value + size}"
            del done[last:]
            return True
    return False


def _percent(done: list[str], token: str) -> bool:
    if token == "ال#100" and len(done) > 1 and done[-1] == "في" and "#" in done[-2]:
        done.pop()
        return True
    return token == "بال#100" and "#" in done[-1]


def _longest_number(
    words: Sequence[str], parts: Sequence[WordParts], counts: Sequence[bool], at: int
) -> tuple[str, int]:
    """The longest number that starts at a word, else the word itself; with the count of words used.

    ``counts``: by word, if it can be in a number.
    """
    best = (words[at], 1)
    first = parts[at]
    if first[3] not in NUMBER_WORDS:
        behind = NUMBER_WORDS.get(parts[at + 1][3], ("", 0))[0] if at + 1 < len(parts) else ""
        if "scale" not in behind:
            number = digits_value(first[3])
            return best if number is None else (f"{first[0]}{first[1]}{first[2]}#{number}", 1)
    end = at + 1
    while end < len(parts) and end < at + _MAX_WORDS and counts[end] and not parts[end][1]:
        end += 1
    run = parts[at:end]
    for size, number in _cardinal_prefixes([(bool(waw) and i > 0, core) for i, (waw, _, _, core) in enumerate(run)]):
        if size > 1 or not _is_day_or_month(words, at, first, number):
            article = "ال" if any(part[2] for part in run[:size]) else ""
            best = (f"{first[0]}{first[1]}{article}#{number}", size)
    return best


def _is_day_or_month(words: Sequence[str], at: int, part: WordParts, number: Number) -> bool:
    """Tell if a number word is a day or a month: الاثنين, يوم اثنين, شهر صفر."""
    if part[3] not in NUMBER_WORDS:
        return False
    before = _DAY_OR_MONTH.fullmatch(number_key(words[at - 1])) if at else None
    named = before is not None and number == (2 if before[1] else 0)
    return named or (number == 2 and bool(part[2]))


@cached_by_word(4096)
def _split_word(word: str) -> WordParts:
    """Split a word into conjunction, preposition, article and core; the core is a table key or folded digits."""
    key = word if is_folded(word) else number_key(fold_digits(word))
    if key == "الف" and "\u0651" in word:  # ألّف is "wrote"
        return "", "", "", "الّف"
    if key == "واحد" and strip_marks(word) == "وأحد":  # with its hamza it is no واحد
        return "و", "", "", "احد"
    if key in NUMBER_WORDS or key in _NEVER_NUMBERS or key[:1] in "-\u2212":
        return "", "", "", key
    match = _TOKEN.fullmatch(key) if key[:1] in _BEFORE_NUMBERS or not key.isalpha() else None
    if match and match[3] and (number := f"{match[3]}{match[4]}") in NUMBER_WORDS:  # بألف: its ال is no article
        return match[1], match[2], "", number
    if match and (match[4] in NUMBER_WORDS or _DIGITS.fullmatch(match[4])):
        return match[1], match[2], "ال" if match[3] else "", match[4]
    return "", "", "", key


def _int_if_whole(number: Decimal) -> Number:
    return int(number) if number == number.to_integral_value() else number.normalize()


def _cardinal_value(parts: list[tuple[bool, str]]) -> Number | None:
    """The value of a run of (has و, core); None unless it is one well-formed cardinal."""
    return next((number for size, number in _cardinal_prefixes(parts) if size == len(parts)), None)


def _cardinal_prefixes(parts: list[tuple[bool, str]]) -> Iterator[tuple[int, Number]]:
    """Yield every beginning of a run that is a well-formed cardinal: its count of words and its value."""
    if parts and parts[0][1] not in NUMBER_WORDS:
        scaled = ((size, _scaled_digits(parts[:size])) for size in range(1, min(2, len(parts)) + 1))
        yield from ((size, number) for size, number in scaled if number is not None)
        yield from _numbers_beyond_scale(parts)
        return
    reader = _CardinalParser()
    for size, (waw, core) in enumerate(parts, 1):
        if core not in NUMBER_WORDS or not reader.add(waw, *NUMBER_WORDS[core]):
            return
        if not reader.bound:
            yield size, reader.total + reader.current


def _scaled_digits(parts: list[tuple[bool, str]]) -> Number | None:
    """Read digits, alone or before one scale word: ٥, ٣٫٥ مليون."""
    number = digits_value(parts[0][1])
    if number is None or len(parts) == 1:
        return number
    kind, scale = NUMBER_WORDS.get(parts[1][1], ("", 0))
    if parts[1][0] or kind not in ("scale", "bound-scale"):
        return None
    return _int_if_whole(Decimal(number) * scale)


def _numbers_beyond_scale(parts: list[tuple[bool, str]]) -> Iterator[tuple[int, Number]]:
    """Read what follows digits and a scale word: 12 ألف و500, 3 آلاف ومئتان."""
    if len(parts) < 3 or not parts[2][0] or (scaled := _scaled_digits(parts[:2])) is None:
        return
    scale = NUMBER_WORDS[parts[1][1]][1]
    for size, number in _cardinal_prefixes([(False, parts[2][1]), *parts[3:_MAX_WORDS]]):
        if number < scale:
            yield size + 2, scaled + number


class _CardinalParser:
    """Adds up the words of one cardinal from left to right and refuses a word that cannot follow."""

    def __init__(self) -> None:
        self.total = 0
        self.current = 0
        self.scale = 10**12
        self.bound = False  # the last unit needs عشر or a ten behind it
        self.last = ""

    def add(self, waw: bool, kind: str, number: int) -> bool:
        """Take in one word; False if it cannot stand here."""
        multiplies = kind in ("scale", "bound-scale", "hundred") and self.current > 0 and not waw
        teen = kind == "ten" and self.last in ("unit", "bound") and not waw
        # Parts are joined by و, all but a multiplier or عشر; and nothing goes with zero.
        if self.last and (self.last == "zero" or kind == "zero" or not (waw or multiplies or teen)):
            return False
        good = self._take(kind, number, multiplies, teen)
        self.last = kind
        return good

    def _take(self, kind: str, number: int, multiplies: bool, teen: bool) -> bool:
        below = self.current % 100
        if kind in ("scale", "bound-scale", "twofold"):
            return self._close(kind, number, multiplies)
        if self.bound and not (teen or kind == "tens"):
            return False
        self.bound = kind == "bound"
        if multiplies:
            good = self.last == "unit" and 3 <= self.current <= 9
            self.current *= number
            return good
        good = self.current == 0 if kind in ("hundred", "hundreds") else below == 0
        if teen or kind == "tens":
            good = below < 10
        self.current += number
        return good

    def _close(self, kind: str, number: int, multiplies: bool) -> bool:
        """End a group with its scale word; scales fall from group to group."""
        scale = number // 2 if kind == "twofold" else number
        good = scale < self.scale and not self.bound and (multiplies or self.current == 0)
        if kind == "bound-scale":
            good = good and multiplies
        self.total += number * self.current if multiplies else number
        self.current, self.scale = 0, scale
        return good
