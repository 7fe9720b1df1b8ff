"""Simulated readers after a documented model, for showing and trying Fahm without real answers.

The model, in words; the figures are in ``webapp/demo/response_model.py``:

- A reader has an ability θ ~ N(0, 1) that grows a little with every sitting, and a pace.
- A question has a difficulty (of what it asks and of its type, and its own), a discrimination, and a chance of being
  guessed by its type (three-parameter logistic). Each new attempt and each hint makes it easier.
- Wrong options are not equally tempting: each has its own attraction, the same for all readers.
- Weaker readers take more hints, show vowel marks and look up words more often, and sooner leave a question unsolved.
- Time is lognormal. Some readers stop early, two guess fast, and one is stuck in the third paragraph.

They are one class of one teacher, who has marked two open answers; some words are kept, some drafts left.

Everything comes from one seed: the same seed, texts and first day give the same record.
"""

from webapp.assessment.answer_marking import judge
from webapp.demo.demo_class import DemoClass, leave_drafts, make_class, mark_open_answers, save_words
from webapp.demo.load_events import record_events
from webapp.demo.reading_sessions import AnswerEvent, HintEvent, simulate
from webapp.demo.simulated_learners import SimulatedLearner, simulated_learners

__all__ = [
    "AnswerEvent",
    "DemoClass",
    "HintEvent",
    "SimulatedLearner",
    "judge",
    "leave_drafts",
    "make_class",
    "mark_open_answers",
    "record_events",
    "save_words",
    "simulate",
    "simulated_learners",
]
