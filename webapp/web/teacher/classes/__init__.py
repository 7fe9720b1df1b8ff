"""Classes, their learners and join codes."""
