"""What lies on the canvas, and the way back and forward, however late the canvas tells."""

import base64
import io
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import netcore
from netcore.data import load_sample
from netcore.web.data_url import data_url
from netcore.web.person.drawing import MOST_LOADS, MOST_STEPS, Drawing

numbers = itertools.count()


def stroke() -> dict[str, Any]:
    return {"type": "Path", "path": [next(numbers)]}


class Canvas:
    """A canvas in a browser, which hears late what it is to show, and whose words arrive late."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.said: list[tuple[dict[str, Any], str]] = []
        self.hear()

    def hear(self) -> None:
        """Show what it is told, and send that back."""
        if getattr(self, "ground", None) == self.drawing.ground:
            return
        self.ground, self.objects = self.drawing.ground, [*self.drawing.loaded]
        self.say()

    def draw(self) -> dict[str, Any]:
        self.objects = [*self.objects, stroke()]
        self.say()
        return self.objects[-1]

    def say(self) -> None:
        picture = np.full((4, 4), len(self.objects), np.uint8)
        objects = [{**one, "filled in": True} for one in self.objects]
        self.said.append(({"objects": objects, "background": self.ground}, data_url(picture)))

    def arrive(self) -> None:
        """All that it said reaches the server."""
        for sent, address in self.said:
            self.drawing.receive(sent, address)
        self.said.clear()


def paths(objects: list[dict[str, Any]]) -> list[Any]:
    return [one.get("path") for one in objects]


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def canvas(drawing) -> Canvas:
    """With three strokes that the server knows."""
    canvas = Canvas(drawing)
    for _ in range(3):
        canvas.draw()
        canvas.arrive()
    return canvas


def settle(canvas: Canvas) -> None:
    """Until neither has anything to say any more."""
    for _ in range(20):
        canvas.arrive()
        canvas.hear()
    canvas.arrive()
    drawing = canvas.drawing
    assert paths(canvas.objects) == paths(drawing.objects)
    assert drawing.revision == (drawing.load, len(drawing.objects))
    if drawing.objects:
        assert drawing.picture is not None
        assert drawing.picture[0, 0] == len(drawing.objects)


def test_each_stroke_is_a_state_of_its_own_also_when_several_come_at_once(canvas, drawing) -> None:
    canvas.draw()
    canvas.draw()
    canvas.arrive()
    assert [len(state) for state in drawing.history.states] == [0, 1, 2, 3, 4, 5]


def test_the_same_again_is_no_new_state(canvas, drawing) -> None:
    canvas.say()
    canvas.say()
    canvas.arrive()
    assert [len(state) for state in drawing.history.states] == [0, 1, 2, 3]


def test_undo_and_redo_walk_through_the_states(canvas, drawing) -> None:
    for step, counts, ends in (
        (drawing.undo, (2, 1, 0), lambda: not drawing.history.can_undo),
        (drawing.redo, (1, 2, 3), lambda: not drawing.history.can_redo),
    ):
        for count in counts:
            step()
            settle(canvas)
            assert len(drawing.objects) == count
        assert ends()


def test_undo_twice_before_the_canvas_hears(canvas, drawing) -> None:
    drawing.undo()
    canvas.hear()
    drawing.undo()
    canvas.arrive()
    assert len(drawing.objects) == 1
    settle(canvas)
    drawing.redo()
    settle(canvas)
    assert len(drawing.objects) == 2


@pytest.mark.parametrize("press", ["undo", "clear"])
def test_a_stroke_drawn_before_the_canvas_hears_lies_on_what_counts_then(canvas, drawing, press) -> None:
    getattr(drawing, press)()
    before = paths(drawing.objects)
    new = canvas.draw()
    canvas.arrive()
    assert paths(drawing.objects) == [*before, new["path"]]
    settle(canvas)
    assert paths(drawing.objects) == [*before, new["path"]]
    assert not drawing.history.can_redo


def test_what_is_said_twice_is_taken_once(canvas, drawing) -> None:
    drawing.clear()
    canvas.draw()
    canvas.said *= 2
    canvas.arrive()
    assert len(drawing.objects) == 1


def test_a_stroke_after_coming_back_to_the_page_is_a_new_state(canvas, drawing) -> None:
    drawing.show()
    canvas.ground, canvas.objects = drawing.ground, [*drawing.loaded]  # one that has just come says nothing
    assert drawing.revision == (drawing.load, 3)
    canvas.draw()
    canvas.arrive()
    drawing.undo()
    settle(canvas)
    assert len(drawing.objects) == 3


def test_clear_can_be_undone(canvas, drawing) -> None:
    drawing.clear()
    settle(canvas)
    assert drawing.objects == []
    drawing.undo()
    settle(canvas)
    assert len(drawing.objects) == 3


@given(st.lists(st.sampled_from(["draw", "undo", "redo", "clear", "example", "arrive", "hear"]), max_size=40))
def test_drawn_shown_and_kept_agree_after_any_order(steps) -> None:
    drawing = Drawing()
    canvas = Canvas(drawing)
    example = np.full((28, 28), 1, np.uint8)  # as bright as one object is many
    for step in steps:
        if step in ("draw", "arrive", "hear"):
            getattr(canvas, step)()
        else:
            canvas.arrive()  # as the buttons do
            drawing.replace(example) if step == "example" else getattr(drawing, step)()
    settle(canvas)


def test_a_long_history_forgets_its_beginning_and_keeps_each_stroke_once(drawing) -> None:
    canvas = Canvas(drawing)
    for _ in range(MOST_STEPS + 50):
        canvas.draw()
        canvas.arrive()
    states = drawing.history.states
    assert len(states) == MOST_STEPS + 1
    assert len(drawing.objects) == MOST_STEPS + 50
    assert len({id(one) for state in states for one in state}) == MOST_STEPS + 50
    drawing.undo()
    assert len(drawing.objects) == MOST_STEPS + 49


def test_what_comes_far_too_late_is_not_taken(canvas, drawing) -> None:
    canvas.draw()
    for _ in range(MOST_LOADS):
        drawing.show()
    canvas.arrive()
    assert len(drawing.objects) == 3


def test_the_canvas_is_told_anew_only_when_it_is_to_change(canvas, drawing) -> None:
    before = drawing.ground, drawing.for_canvas
    canvas.draw()
    canvas.arrive()
    assert (drawing.ground, drawing.for_canvas) == before
    drawing.undo()
    assert drawing.ground != before[0]


def test_an_example_passes_through_the_canvas_unchanged() -> None:
    example = load_sample().pictures[1234]
    drawing = Drawing()
    drawing.replace(example)
    content = base64.b64decode(drawing.objects[0]["src"].split(",")[1])
    on_canvas = np.asarray(Image.open(io.BytesIO(content)))
    np.testing.assert_allclose(netcore.prepare(on_canvas), netcore.prepare(example), atol=1e-5)


@pytest.mark.parametrize("comes_back", [False, True])
def test_a_server_started_anew_takes_what_the_canvas_shows(comes_back) -> None:
    former = Drawing()
    canvas = Canvas(former)
    canvas.draw()
    canvas.arrive()
    former.clear()
    canvas.hear()
    known = canvas.draw()
    canvas.arrive()
    drawing = Drawing()
    if comes_back:
        states = [[*state] for state in former.history.states]
        drawing.bring_back(states, former.history.position, np.zeros((4, 4), np.uint8))
    canvas.drawing = drawing
    meanwhile = canvas.draw()
    canvas.arrive()
    assert paths(drawing.objects) == paths([known, meanwhile])
    canvas.hear()
    assert paths(canvas.objects) == paths([known, meanwhile])
    drawing.undo()
    assert paths(drawing.objects) == paths([known])
    assert drawing.history.can_undo


@pytest.mark.parametrize("undone", [0, 1])
def test_what_the_canvas_still_shows_of_what_was_kept_is_no_new_state(undone) -> None:
    former = Drawing()
    canvas = Canvas(former)
    first, second = canvas.draw(), canvas.draw()
    canvas.arrive()
    former.show()
    canvas.hear()
    canvas.arrive()
    drawing = canvas.drawing = Drawing()
    canvas.say()
    canvas.arrive()  # before what was kept
    for _ in range(undone):
        drawing.undo()
    states = [[*state] for state in former.history.states]
    drawing.bring_back(
        states, 2, np.zeros((4, 4), np.uint8), lambda part, whole: paths(part) == paths(whole)[: len(part)]
    )
    settle(canvas)
    assert paths(drawing.objects) == paths([first, second][: 2 - undone])
    drawing.undo()
    assert paths(drawing.objects) == paths([first, second][: 1 - undone])
    assert drawing.history.can_undo != bool(undone)


def test_what_was_kept_lies_under_what_was_drawn_since() -> None:
    drawing = Drawing()
    canvas = Canvas(drawing)
    quick = canvas.draw()
    canvas.arrive()
    old, older = stroke(), stroke()
    drawing.bring_back([[], [older], [older, old], [old]], 2, np.zeros((4, 4), np.uint8))
    assert paths(drawing.objects) == paths([quick])
    drawing.undo()
    assert paths(drawing.objects) == paths([older, old])
    drawing.redo()
    assert paths(drawing.objects) == paths([quick])
