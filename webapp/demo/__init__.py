"""Simulated readers, by a stated model: for showing and trying Fahm without anybody's answers.

The model, in words; the figures are in ``webapp/demo/chance.py``:

- A reader has an ability θ ~ N(0, 1) that grows a little with every sitting, and a pace.
- A question has a difficulty (of what it asks and of its type, and its own), a discrimination, and a chance of being
  guessed by its type (three-parameter logistic). Each new try and each hint makes it easier.
- Wrong options are not equally tempting: each has an attraction of its own, the same for all readers.
- Weaker readers take more hints, show vowel marks and look up words more often, and sooner leave a question unsolved.
- Time is lognormal. Some readers stop early, two guess fast, and one is stuck in the third paragraph.

They are one class of one teacher, who has marked two open answers; some words are kept, some drafts left.

Everything comes from one seed: the same seed, texts and first day give the same record.
"""

from webapp.demo.people import Person, simulated_people
from webapp.demo.reading import Answer, Hint, simulate
from webapp.demo.recording import record_events
from webapp.demo.school import School, keep_words, leave_drafts, make_school, mark_some
from webapp.judging import judge

__all__ = [
    "Answer",
    "Hint",
    "Person",
    "School",
    "judge",
    "keep_words",
    "leave_drafts",
    "make_school",
    "mark_some",
    "record_events",
    "simulate",
    "simulated_people",
]
