"""Analysis of recorded attempts: item statistics, responses, flags, skill profiles, learners needing help.

Pure functions over plain values: no store and no pages.
"""

from webapp.analysis.item_statistics import item_statistics

__all__ = ["item_statistics"]
