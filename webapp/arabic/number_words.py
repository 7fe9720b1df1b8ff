"""A whole number written out: 25 is خمسة وعشرون, 2024 is ألفان وأربعة وعشرون."""

_UNITS = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_STEMS = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان", 9: "تسع"}
_TEENS = {11: "أحد عشر", 12: "اثنا عشر"}
_TENS = {2: "عشرون"} | {digit: f"{stem}ون" for digit, stem in _STEMS.items()}
_SCALES = ((10**6, "مليون", "مليونان", "ملايين"), (10**3, "ألف", "ألفان", "آلاف"))
LARGEST = 10**9 - 1


def number_words(number: int) -> str:
    """Write a number from 1 to 999,999,999 as before a masculine noun; empty for others."""
    if not 1 <= number <= LARGEST:
        return ""
    parts = []
    for size, one, two, few in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(_scaled(count, one, two, few))
    return " و".join([*parts, *([_below_thousand(number)] if number else [])])


def _scaled(count: int, one: str, two: str, few: str) -> str:
    if count in (1, 2):
        return one if count == 1 else two
    return f"{_below_thousand(count)} {few if count % 100 in range(3, 11) else one}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        parts.append({1: "مئة", 2: "مئتان"}.get(hundreds) or f"{_STEMS[hundreds]}مئة")
    if rest:
        parts.append(_below_hundred(rest))
    return " و".join(parts)


def _below_hundred(number: int) -> str:
    tens, digit = divmod(number, 10)
    if number < len(_UNITS):
        return _UNITS[number]
    if tens == 1:
        return _TEENS.get(number) or f"{_UNITS[digit]} عشر"
    return f"{_UNITS[digit]} و{_TENS[tens]}" if digit else _TENS[tens]
