"""A room's network: which pupils it learns from, where it is kept, and what it made better."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from sqlalchemy import delete, func, select, update

from netcore.classroom.database import Database, drawings, networks, seats
from netcore.classroom.rooms import moderating
from netcore.classroom.wall import Drawn
from netcore.network import Network
from netcore.reading import calibration_of

KEPT_BACK_EVERY = 4
"""Nothing learns from one pupil in so many: by them it is judged."""
MOST_LEARNED = 400
"""Drawings that a network learns from; of more, so many are chosen, evenly from all pupils."""


class Group(Enum):
    """What a drawing is to the room's network."""

    LEARNED = "learned"
    KEPT_BACK = "kept back"
    NEW = "new"


@dataclass(frozen=True)
class Learned:
    """The network that a room learned together.

    Attributes:
        start: the name of the one that it went on from.
        content: a weights file.
    """

    start: str
    content: bytes


@dataclass(frozen=True, eq=False)
class Judged:
    """How a drawing was read before the room's network learned, and how that reads it.

    Attributes:
        drawn: that drawing.
        before: the digit that was read; None for none.
        after: the digit that is read; None for none.
    """

    drawn: Drawn
    before: int | None
    after: int | None

    @property
    def group(self) -> Group:
        """Of a pupil who is kept back; or learned from; or neither, such as one that came later."""
        if self.drawn.is_kept_back:
            return Group.KEPT_BACK
        return Group.LEARNED if self.drawn.is_learned else Group.NEW

    @property
    def was_right(self) -> bool:
        """It was read right before."""
        return self.before == self.drawn.digit

    @property
    def is_right(self) -> bool:
        """It is read right now."""
        return self.after == self.drawn.digit


def read_all(network: Network, drawn: Sequence[Drawn]) -> list[int | None]:
    """What a network reads in drawings of one digit each; None where it sees no digit."""
    if not drawn:
        return []
    outputs = network.predict(np.stack([one.pixels for one in drawn]))
    least = calibration_of(network).threshold
    return [int(row.argmax()) if row.max() >= least else None for row in outputs]


def judge(before: Network, after: Network, drawn: Sequence[Drawn]) -> list[Judged]:
    """Have two networks read all drawings that aren't put aside.

    Args:
        before: the network that the room's went on from.
        after: the room's.
        drawn: from `Wall.drawings`.
    """
    shown = [one for one in drawn if not one.is_aside]
    reads = zip(shown, read_all(before, shown), read_all(after, shown), strict=True)
    return [Judged(*one) for one in reads]


def to_learn_from(drawn: Sequence[Drawn]) -> list[Drawn]:
    """The drawings of the pupils who aren't kept back, at most MOST_LEARNED, evenly from each."""
    by_pupil: dict[int, list[Drawn]] = {}
    for one in drawn:
        if not one.is_aside and one.is_kept_back is False:
            by_pupil.setdefault(one.place, []).append(one)
    ranked = [(rank, one.number, one) for own in by_pupil.values() for rank, one in enumerate(own)]
    chosen = [one for _rank, _number, one in sorted(ranked, key=lambda rank: rank[:2])[:MOST_LEARNED]]
    return sorted(chosen, key=lambda one: one.number)


def keep_pupils_back(database: Database, code: str, key: str) -> None:
    """Decide of those who have drawn whether something is to learn from them; what was decided stays.

    Of two or more, one is kept back, and one of four: whole pupils, by whom the network is judged.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    with moderating(database, code, key) as (connection, room):
        drew = select(drawings.c.place).where(drawings.c.room == room.number, drawings.c.is_aside.is_(False))
        those = select(seats.c.place, seats.c.is_kept_back).where(
            seats.c.room == room.number, seats.c.place.in_(drew)
        )
        decided = {row.place: row.is_kept_back for row in connection.execute(those)}
        open_places = [place for place, is_kept_back in decided.items() if is_kept_back is None]
        due = max(len(decided) // KEPT_BACK_EVERY, int(len(decided) > 1))
        missing = max(due - sum(bool(is_kept_back) for is_kept_back in decided.values()), 0)
        chosen = set(random.sample(open_places, min(missing, len(open_places))))
        for place in open_places:
            this = (seats.c.room == room.number, seats.c.place == place)
            connection.execute(update(seats).where(*this).values(is_kept_back=place in chosen))


def keep_network(database: Database, code: str, key: str, learned: Learned, numbers: Collection[int]) -> bool:
    """Keep the network that learned from some of the drawings, in the place of the one before.

    Returns:
        Whether it was kept: once the room was emptied of such a drawing, nothing stays of it.

    Raises:
        ClassroomError: this isn't the teacher, or the room is gone.
    """
    with moderating(database, code, key) as (connection, room):
        here = drawings.c.room == room.number
        these = (here, drawings.c.number.in_(list(numbers)))
        there = select(func.count()).select_from(drawings).where(*these)
        if connection.execute(there).scalar_one() < len(numbers):
            return False
        connection.execute(delete(networks).where(networks.c.room == room.number))
        values = {"start": learned.start, "content": learned.content, "revision": room.revision}
        connection.execute(networks.insert().values(room=room.number, **values))
        connection.execute(update(drawings).where(here).values(is_learned=False))
        connection.execute(update(drawings).where(*these).values(is_learned=True))
        return True


def network_in(database: Database, room: int) -> Learned | None:
    """The network that the room learned together; None while there is none."""
    with database.reading() as connection:
        row = connection.execute(select(networks).where(networks.c.room == room)).one_or_none()
    return None if row is None else Learned(row.start, bytes(row.content))
