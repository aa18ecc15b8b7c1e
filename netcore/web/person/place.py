"""One person's place in a class: the teacher's, a pupil's, or none yet."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from netcore.training.run import Run


@dataclass(frozen=True)
class Learning:
    """A training from the drawings of a class.

    Attributes:
        code: of the room.
        start: the name of the network that it goes on from.
        numbers: of the drawings.
    """

    code: str
    start: str
    numbers: tuple[int, ...]


LEARNINGS: WeakKeyDictionary[Run, Learning] = WeakKeyDictionary()
"""By trainings that aren't over: such a training outlasts its page, and goes on for whom is back."""


@dataclass(frozen=True)
class Told:
    """What a pupil's page says of the room; it is built anew once the room says another thing.

    Attributes:
        asked: the digit that is asked for, or ALL.
        is_paused: nothing can be sent.
        network: the revision at which the class's network was made; 0 without.
    """

    asked: int = 0
    is_paused: bool = False
    network: int = 0


@dataclass
class Place:
    """A person's place.

    Attributes:
        code: of the room; "" in none.
        key: the teacher's, who may do everything; "" otherwise.
        seat: a pupil's key; "" otherwise.
        is_refused: there is no such place, which was said.
        asked: the digit that they are asked for, as a pupil, which stays while something lies on their
            canvas; None before the first.
        said: what came of the last press on Send, and the revision of the drawing for which that is said.
        told: what their page says of the room, as a pupil's.
        sent: which drawings their browser has, as the teacher's.
        page: of the wall, the newest drawings are on 0.
    """

    code: str = ""
    key: str = ""
    seat: str = ""
    is_refused: bool = False
    asked: int | None = None
    said: tuple[str, tuple[int, int]] = ("", (0, 0))
    told: Told = Told()
    sent: set[int] = field(default_factory=set)
    page: int = 0
