"""A coding exercise within a session: what is said can be done there."""

from __future__ import annotations

WRONG = "# question: lab/double\ndef double(x):\n    return x * x + 1\n"


def test_grading_before_writing_names_the_key_that_writes(quiz) -> None:
    found = quiz.run("--topic", "lab/double", answers="g\ns\n")
    assert "./double.py does not exist yet; w writes the starter" in found.stdout
    assert "kb.quiz new" not in found.stdout


def test_an_empty_file(quiz) -> None:
    quiz.write("")
    found = quiz.run("--topic", "lab/double", answers="g\nw\ng\ns\n")
    assert "./double.py is empty; w writes the starter into it" in found.stdout
    assert "kb.quiz new" not in found.stdout
    assert "Written: ./double.py" in found.stdout
    assert "NOT PASSED" in found.stdout


def test_all_that_failed_can_be_seen_in_the_session(quiz, lab) -> None:
    cases = lab / "double" / "test_double.py"
    cases = lab / "lab" / "double" / "test_double.py"
    before = cases.read_text()
    cases.write_text(
        before + "\n\ndef test_more(solution):\n    solution(np.array([5.0])).close(np.array([10.0]))\n"
    )
    quiz.write(WRONG)
    try:
        found = quiz.run("--topic", "lab/double", answers="g\na\ns\n")
    finally:
        cases.write_text(before)
    first, _, rest = found.stdout.partition("> a")
    assert "--all" not in found.stdout
    assert "a shows the rest" in first
    assert "test_values" in first
    assert "test_more" not in first
    assert "test_more" in rest
    assert len(quiz.history()) == 1, "looking is no answer"


def test_there_is_nothing_to_show_before_grading(quiz) -> None:
    found = quiz.run("--topic", "lab/double", answers="a\ns\n")
    assert "Nothing is graded yet" in found.stdout
