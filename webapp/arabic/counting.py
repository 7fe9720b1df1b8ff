"""Counted nouns of Arabic sentences that are written in the code.

Messages of the interface are counted through the catalogue, by gettext's plural forms: see web/framework/i18n.py.
"""

from dataclasses import dataclass

from webapp.arabic.digits import arabic_digits


@dataclass(frozen=True)
class CountedNoun:
    """The forms of a noun behind a number, all in the case that the sentence asks for.

    ``one`` and ``two`` stand without a number; ``few`` is for 3 to 10, ``many`` for 11 to 99, ``hundreds`` for whole
    hundreds and the one or two after them.
    """

    one: str
    two: str
    few: str
    many: str
    hundreds: str

    def counted(self, number: int) -> str:
        """Write a number with the noun: «يومين», «٣ أيام», «٢٧ يومًا», «١٠٠ يوم»."""
        if number in (1, 2):
            return self.one if number == 1 else self.two
        rest = number % 100
        noun = self.few if 3 <= rest <= 10 else self.many if rest >= 11 else self.hundreds
        return f"{arabic_digits(number)} {noun}"
