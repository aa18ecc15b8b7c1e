"""The animation of a training: it moves, and is small enough to be sent on."""

import io
from types import SimpleNamespace

from PIL import Image

from netcore.figures.theme import DARK, LIGHT
from netcore.training.snapshots import Score
from netcore.web.learn.replay import MOST_FRAMES, replay_as_gif
from tests.unit.networks import new_network


def snapshot(step: int, hidden: int) -> SimpleNamespace:
    return SimpleNamespace(
        step=step,
        examples=step * 100,
        network=new_network([784, hidden, 10], seed=step),
        unseen=Score(1.0, step / 200),
    )


def test_a_training_becomes_an_animation_that_ends_where_it_ended() -> None:
    for hidden, palette in ((16, DARK), (128, LIGHT)):
        content = replay_as_gif([snapshot(step, hidden) for step in range(160)], palette)
        assert len(content) < 3_000_000
        with Image.open(io.BytesIO(content)) as animation:
            assert animation.format == "GIF"
            assert animation.n_frames == MOST_FRAMES
            first = animation.convert("RGB").tobytes()
            animation.seek(MOST_FRAMES - 1)
            assert animation.convert("RGB").tobytes() != first


def test_a_training_of_one_moment_is_a_picture() -> None:
    with Image.open(io.BytesIO(replay_as_gif([snapshot(3, 1)], DARK))) as picture:
        assert picture.n_frames == 1
