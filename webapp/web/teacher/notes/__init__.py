"""Notes of a teacher to one learner or to a class."""
