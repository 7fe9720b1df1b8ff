"""The words of a text at the desk: their vowelled forms, roots and meanings as a table."""
