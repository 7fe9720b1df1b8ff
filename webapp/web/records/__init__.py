"""A learner's record on pages: what the learner's own pages and the teacher's desk share."""
