"""Minimum numbers of attempts below which a figure is not shown, with the reason for each."""

from __future__ import annotations

FOR_FACILITY = 8
"""Means, medians and spreads, and what is counted. With 8 attempts the standard error of a facility is at most
0.5/√8 = 0.18, and there are C(15, 8) = 6,435 different resamples, enough for a 95 % percentile interval; with 5 there
are 126, and the ends of the interval are those of the data."""

FOR_DISCRIMINATION = 20
"""Whatever rests on how two things vary together, or on the third and fourth powers. The standard error of a
correlation near 0 is about 1/√(S−1): 0.38 at 8 attempts, 0.23 at 20. Kromrey and Bacon, "Item analysis of achievement
tests based on small numbers of examinees" (1992, ERIC ED348378), drew samples of 5, 10, 20, 40, 80 and 160 to measure
these errors; Downing and Yudkowsky (2009) call item analysis of about 30 examinees still helpful. 20 is a small class,
and the interval beside the figure says how little that is. It is also the first number at which a distractor that one
reader in twenty takes (the usual bound for one that works) is expected to be taken once."""

FOR_PROFILE = 4
"""Questions behind one learner's share in a process: with fewer, the interval covers most of the scale."""

_COUNTED = frozenset({"facility", "sd", "mean", "median"})


def minimum_attempts(figure: str) -> int:
    """The least number of attempts for ``figure``, a key of ``item_statistics``."""
    return FOR_FACILITY if figure in _COUNTED else FOR_DISCRIMINATION
