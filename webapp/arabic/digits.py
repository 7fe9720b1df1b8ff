"""Arabic-Indic digits for Arabic sentences. Folding digits of any script to 0-9 is `normalize.fold_digits`."""

_ARABIC_INDIC = str.maketrans("0123456789.%", "٠١٢٣٤٥٦٧٨٩٫٪")


def arabic_digits(number: object) -> str:
    """Write a number with Arabic-Indic digits, decimal separator and percent sign: 3.5% → ٣٫٥٪."""
    return str(number).translate(_ARABIC_INDIC)
