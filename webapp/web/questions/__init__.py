"""Questions on pages: what reading, saved words, offline sync and the teacher's desk share."""
