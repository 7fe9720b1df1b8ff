"""Views of a learner's record: shared by the learner's own pages and the teacher's desk."""
