"""What a step of the lesson is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from netcore.network import Network
from netcore.reading import Reading
from netcore.web.components.stage.stage import Stage
from netcore.web.person.drawing import Drawing
from netcore.web.person.lesson import Lesson


@dataclass(frozen=True)
class Scene:
    """What is on the screen while a step is looked at.

    Attributes:
        network: the one on screen: classic, relu, wide or one's own.
        drawing: the reader's.
        reading: what the network made of it.
        lesson: how far the reader is.
        picked: what was picked on the stage just now; "" for nothing.
        played: the wave has just reached the outputs.
    """

    network: Network
    drawing: Drawing
    reading: Reading
    lesson: Lesson
    picked: str = ""
    played: bool = False


@dataclass(frozen=True)
class Notes:
    """For the one in front.

    Attributes:
        ask: what to ask the class.
        goes_wrong: what goes wrong, and what to do then.
        two_minutes: what to say and leave out when there is no more time.
        five_minutes: what to do with more.
    """

    ask: str
    goes_wrong: str
    two_minutes: str
    five_minutes: str


@dataclass(frozen=True)
class Step:
    """One idea. All sentences are marked by `N_`, and said by `_` when they are shown.

    Attributes:
        title: a few words.
        words: two to five plain sentences, as one or more paragraphs of Markdown.
        task: what to do.
        is_done: whether it is done; it may write into `Lesson.noticed`.
        question: with an answer that stays hidden until it is asked for.
        answer: in the numbers of the scene, said already.
        notes: for the one in front.
        view: what the stage shows.
        network: which network the diagram shows; another than the scene's is one that learns.
        pace: seconds after which the diagram is to show it anew, while something goes on; None at rest.
        beside: puts the step's own figures and widgets below the words.
        instead: puts them where the diagram else is; None for the diagram.
        has_frames: it shows the frames of components/reading/steps.py, which are to be filled.
    """

    title: str
    words: tuple[str, ...]
    task: str
    is_done: Callable[[Scene], bool]
    question: str
    answer: Callable[[Scene], str]
    notes: Notes
    view: Callable[[Scene], Stage] = lambda _: Stage()
    network: Callable[[Scene], Network] = lambda scene: scene.network
    pace: Callable[[Scene], float | None] = lambda _: None
    beside: Callable[[Scene], None] | None = None
    instead: Callable[[Scene], None] | None = None
    has_frames: bool = False
