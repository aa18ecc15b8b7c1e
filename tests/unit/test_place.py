"""What a pupil is asked for while they draw."""

from netcore.web.person.place import JUST_NOW, Question


def asked(*steps: tuple[int, bool, float]) -> list[int | None]:
    """The digit after each step: what the room asks for, whether something lies on the canvas, the time."""
    question, digits = Question(), []
    for asks, has_ink, now in steps:
        question.follow(asks, has_ink=has_ink, now=now)
        digits.append(question.digit)
    return digits


def test_it_follows_the_room_while_the_canvas_is_empty() -> None:
    assert asked((3, False, 0), (3, False, 10), (7, False, 20)) == [3, 3, 7]


def test_it_stays_while_something_lies_on_the_canvas() -> None:
    assert asked((1, False, 0), (1, True, 10), (7, True, 20), (7, True, 30), (7, False, 40)) == [
        1,
        1,
        1,
        1,
        7,
    ]


def test_who_was_drawing_already_when_another_was_asked_for_drew_the_one_before() -> None:
    soon, later = 10 + JUST_NOW / 2, 10 + 2 * JUST_NOW
    assert asked((1, False, 0), (7, False, 10), (7, True, soon), (7, True, later)) == [1, 7, 1, 1]
    assert asked((1, False, 0), (7, False, 10), (7, True, later)) == [1, 7, 7]


def test_who_has_sent_a_drawing_draws_the_next_digit_however_quickly() -> None:
    question = Question()
    question.follow(0, has_ink=False, now=0)
    question.follow(0, has_ink=True, now=10)
    question.go_on(1)
    question.follow(1, has_ink=False, now=10.1)
    question.follow(1, has_ink=True, now=10.2)
    assert question.digit == 1


def test_the_first_digit_of_all_is_drawn_as_soon_as_anyone_can() -> None:
    assert asked((1, False, 0), (1, True, 0.1)) == [1, 1]
