"""Problems as lines of a terminal."""

from __future__ import annotations

from webapp.domain.problem import Problem


def test_a_name_out_of_a_file_gives_no_orders_to_the_terminal() -> None:
    message = "\x1b]0;x\x07\x1b[31m\u202eأمر"
    assert str(Problem("a.h5p", 1, 1, "bad-value", message)) == "a.h5p:1:1: \ufffd]0;x\ufffd\ufffd[31m\ufffdأمر"
