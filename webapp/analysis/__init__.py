"""What the record says: item statistics, responses, flags, skill profiles, who needs help. Pure; no store, no pages."""

from webapp.analysis.item_statistics import item_statistics

__all__ = ["item_statistics"]
