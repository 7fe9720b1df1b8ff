"""An opinion, asked before or after reading: nothing is right or wrong in it, and it has no mark."""

from webapp.question_types.poll.question import Poll

__all__ = ["Poll"]
