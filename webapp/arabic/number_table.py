"""Words of numbers with their values, by their folded spelling."""

from webapp.arabic.clitics import strip_marks
from webapp.arabic.normalize import fold_alef_maqsura, fold_ta_marbuta

_FOLD = str.maketrans("أإآٱؤئ", "ااااوي")


def number_key(word: str) -> str:
    """Spelling folded for the table; ء stays, or the days ثلاثاء and أربعاء would look like numbers."""
    return fold_ta_marbuta(fold_alef_maqsura(strip_marks(word).translate(_FOLD)))


_STEMS = ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")


def _table() -> dict[str, tuple[str, int]]:
    """Word → (kind, value). Kinds: zero, unit, bound (unit only inside a compound), ten, tens, hundred,
    hundreds, scale, twofold (two of a scale), bound-scale (only behind a multiplier); with ت for ث as many speak."""
    kinds = {
        "zero": {0: "صفر"},
        "unit": {
            1: "واحد واحدة",
            2: "اثنان اثنين اثنتان اثنتين ثنتان ثنتين",
            3: "ثلاث ثلاثة",
            4: "أربع أربعة",
            5: "خمس خمسة",
            6: "ست ستة",
            7: "سبع سبعة",
            8: "ثمان ثماني ثمانية",
            9: "تسع تسعة",
        },
        "bound": {1: "أحد إحدى", 2: "اثنا اثني اثنتا اثنتي"},
        "ten": {10: "عشر عشرة"},
        "tens": {n * 10: f"{stem}ون {stem}ين" for n, stem in zip(range(2, 10), ("عشر", *_STEMS), strict=True)},
        "hundred": {100: "مئة مائة"},
        "hundreds": {200: "مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي"},
        "scale": {10**3: "ألف", 10**6: "مليون", 10**9: "مليار بليون"},
        "twofold": {2 * 10**3: "ألفان ألفين ألفي", 2 * 10**6: "مليونان مليونين", 2 * 10**9: "ملياران مليارين"},
        # ألفا is "two thousand" or "a thousand" in the accusative: a number only behind a multiplier.
        "bound-scale": {10**3: "آلاف ألفا", 10**6: "ملايين مليونا", 10**9: "مليارات مليارا"},
    }
    for n, stem in enumerate(_STEMS, 3):
        forms = [stem + ya + hundred for ya in ("", "ي") for hundred in ("مئة", "مائة", "مية")]
        kinds["hundreds"][n * 100] = " ".join(forms if n != 8 else [*forms, "ثمنمئة", "ثمنمية"])
    return {
        number_key(word): (kind, number)
        for kind, row in kinds.items()
        for number, text in row.items()
        for word in (*text.replace("ث", "ت").split(), *text.split())
    }


NUMBER_WORDS = _table()
