"""Thirty pupils who write at once, over the wire."""

import pytest

from tests.benchmarks.classroom import write_at_once


@pytest.mark.alone
def test_every_drawing_is_on_the_wall_of_its_room_and_none_twice(tmp_path) -> None:
    outcome = write_at_once(tmp_path, pupils=15, each=4, pause=1.0, rooms=2)
    assert outcome.sent == [60, 60]
    assert [len(hanging) for hanging in outcome.hanging] == [60, 60]
    assert len(set(outcome.hanging[0]) | set(outcome.hanging[1])) == 120
