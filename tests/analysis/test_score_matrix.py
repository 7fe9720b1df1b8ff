"""From standings to a table of marks."""

from __future__ import annotations

from webapp.analysis.score_matrix import QuestionScore, rest_scores, score_matrix

MAXIMA = {"a": 1.0, "b": 2.0, "poll": 0.0}


def test_a_row_is_a_learner_and_what_was_not_answered_is_empty() -> None:
    table = score_matrix(
        [QuestionScore("omar", "b", 1.5, 2), QuestionScore("layla", "a", 1, 1), QuestionScore("layla", "b", 0, 2)],
        MAXIMA,
    )
    assert table.learners == ("layla", "omar")
    assert table.questions == ("a", "b")
    assert table.marks == ((1, 0), (None, 1.5))
    assert table.maxima == (1, 2)


def test_a_mark_out_of_other_points_is_scaled() -> None:
    assert score_matrix([QuestionScore("layla", "b", 3, 4)], MAXIMA).marks == ((None, 1.5),)


def test_a_question_that_waits_for_marks_has_no_column() -> None:
    table = score_matrix(
        [QuestionScore("layla", "a", 1, 1), QuestionScore("layla", "b", None, 2), QuestionScore("omar", "b", 2, 2)],
        MAXIMA,
    )
    assert table.questions == ("a",)
    assert table.waiting == {"b": 1}
    assert table.marks == ((1,), (None,))


def test_opinions_and_questions_that_are_gone_make_no_attempt() -> None:
    table = score_matrix([QuestionScore("layla", "poll", 0, 0), QuestionScore("omar", "gone", 1, 1)], MAXIMA)
    assert table.learners == ()


def test_the_rest_score_leaves_the_question_itself_out() -> None:
    rests = rest_scores(score_matrix([QuestionScore("layla", "a", 1, 1), QuestionScore("layla", "b", 1, 2)], MAXIMA))
    assert rests == {("layla", "a"): 0.5, ("layla", "b"): 1.0}


def test_one_question_alone_has_no_rest() -> None:
    assert rest_scores(score_matrix([QuestionScore("layla", "a", 1, 1)], {"a": 1.0})) == {}
