"""All that belongs to one person, in one object: what they drew, chose, turned, trained and set.

No other file touches Streamlit's session, but for `widgets`, which knows what is on the page. What
a person made is plain data, in the files of `person`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import streamlit as st
from PIL.Image import Image

from netcore.figures.blocks import Room
from netcore.language import _
from netcore.network import Network
from netcore.training.computers import computers
from netcore.training.config import TrainingConfig
from netcore.training.news import News
from netcore.training.run import Run
from netcore.training.snapshots import Snapshot
from netcore.web.absences import ABSENCES
from netcore.web.person.drawing import Drawing
from netcore.web.person.example_choice import ExampleChoice
from netcore.web.person.handwriting import Handwriting
from netcore.web.person.keeper import Keeper
from netcore.web.person.lesson import Lesson
from netcore.web.person.link import Link
from netcore.web.person.own_network import OWN, OwnNetwork
from netcore.web.person.place import Place
from netcore.web.person.settings import Settings
from netcore.web.server import is_connected

T = TypeVar("T")

KEY = "person"
"""Of the person in Streamlit's session."""
USUAL = "classic"
"""The network that is chosen until a person chooses one: the article's."""
TRAINING = "training "
"""The gesture of what a training made begins like this, and no other's."""
_NOTHING_SET = TrainingConfig()


@dataclass
class Note(Generic[T]):
    """Something that is left for the page, which takes it up once."""

    _left: T | None = None

    def leave(self, what: T) -> None:
        """Leave it; what was left before is gone."""
        self._left = what

    def take(self) -> T | None:
        """Take up what was left, if anything was."""
        what, self._left = self._left, None
        return what


@dataclass
class Browser:
    """What a person's browser told of itself, and what it was given.

    Attributes:
        ground: "dark" or "light", the theme of its page.
        cannot_paint: charts that are laid out empty stay empty there.
        is_blind: it doesn't tell what is on its canvas.
        charted: the revision of the drawing that the Draw page's charts were built for.
        network: which network was handed over to it, as the rules tell it; empty for none.
        flowing: which pictures that flow by it has.
        held_back: how many states of a network that learns were not handed over since.
        turns: the number of the last turn of each knob, by the knob's key.
        pace: seconds after which the Learn page asks again how far the training is; None for never.
        rooms: what each page has for the diagram.
    """

    ground: str = "dark"
    cannot_paint: bool = False
    is_blind: bool = False
    charted: tuple[int, int] = (-1, -1)
    network: dict[str, Any] = field(default_factory=dict)
    flowing: str = ""
    held_back: int = 0
    turns: dict[str, int] = field(default_factory=dict)
    pace: float | None = None
    rooms: dict[str, Room] = field(default_factory=dict)


@dataclass(eq=False)
class Person:
    """One person, for as long as their page is open.

    Attributes:
        drawing: what lies on their canvas.
        handwriting: the digits that they drew and named.
        lesson: how far they are in it.
        link: the one that they came with.
        own: their own network, which they turned, trained or brought.
        chosen: the name of the network on screen; None until there was one.
        choices: how often it was chosen for them, as turning a knob does.
        settings: of their training.
        run: their training, which may not have begun.
        replayed: which of its snapshots they look at; None for the newest.
        example: what they see one step of learning with.
        browser: what it told, and was given.
        keeper: what it keeps.
        refusal: why the last turn of a knob, or a file, was not taken.
        notice: what came of the last thing that they did with their handwriting.
        files_brought: how many files of drawings.
        pictures_brought: how many pictures.
        brought: the last of them, made small.
        place: in a class.
        neuron: layer and number of the one to look into next.
        origin: the neuron that a weight comes from which is to be turned next.
    """

    drawing: Drawing = field(default_factory=Drawing)
    handwriting: Handwriting = field(default_factory=Handwriting)
    lesson: Lesson = field(default_factory=Lesson)
    link: Link = field(default_factory=Link)
    own: OwnNetwork = field(default_factory=OwnNetwork)
    chosen: str | None = None
    choices: int = 0
    settings: Settings = field(default_factory=Settings)
    run: Run = field(default_factory=lambda: Run(_NOTHING_SET, computers()))
    replayed: int | None = None
    example: ExampleChoice = field(default_factory=ExampleChoice)
    browser: Browser = field(default_factory=Browser)
    keeper: Keeper = field(default_factory=Keeper)
    refusal: Note[str] = field(default_factory=Note)
    notice: Note[str] = field(default_factory=Note)
    files_brought: int = 0
    pictures_brought: int = 0
    brought: Image | None = None
    place: Place = field(default_factory=Place)
    neuron: Note[tuple[str, int]] = field(default_factory=Note)
    origin: Note[int] = field(default_factory=Note)
    _taken: tuple[str, int] | None = None

    @property
    def last_trained(self) -> str | None:
        """The gesture of the last training that made a network which they still have."""
        gestures = [version.gesture for version in self.own.versions if version.gesture is not None]
        mine = gesture_of(self.run)
        if mine in gestures or self.run.news.now:
            return mine
        return next((one for one in reversed(gestures) if one.startswith(TRAINING)), None)

    @property
    def taken_step(self) -> int | None:
        """The step of their training at which the own network was taken from it; None if it wasn't."""
        return self._taken[1] if self._taken and self._taken[0] == gesture_of(self.run) else None

    def has_made_own(self, run: Run) -> bool:
        """Whether this training made the own network as it is now."""
        version = self.own.version
        return version is not None and version.gesture == gesture_of(run)

    def snapshot_in(self, news: News) -> Snapshot | None:
        """The moment of their training that they see: the one replayed, or the newest; None before the first.

        Args:
            news: of the training.
        """
        if news.status.is_busy or self.replayed is None or self.replayed >= len(news.snapshots):
            return news.now
        return news.snapshots[self.replayed]

    def choose(self, name: str) -> None:
        """Choose a network for them, as turning a knob does.

        The list on the page becomes a new one: what the browser still says of the old one is of no account.
        """
        if self.chosen != name:
            self.chosen = name
            self.choices += 1

    def begin(self, config: TrainingConfig) -> Run:
        """Put a training that has not begun in the place of the old one."""
        self.run.pause()
        self.run = Run(config, computers())
        self.replayed = None
        return self.run

    def take_what_was_trained(self) -> None:
        """Make what the training made since it was last taken the own network, once it rests, and choose it.

        Each page does so before it shows anything, and so does whatever changes the own network.
        """
        news = self.run.news
        if news.status.is_busy or not news.now or not news.now.step:
            return
        gesture = gesture_of(self.run)
        if self._taken == (gesture, news.now.step):
            return
        self._taken = gesture, news.now.step
        change = _("trained for {count:,} examples").format(count=news.now.examples)
        self._take(news.now.network, _("what you trained"), change, gesture)

    def turn(
        self, network: Network, source: str, changed: Network, change: str, gesture: str | None = None
    ) -> None:
        """Go on with a changed copy of a network; `OwnNetwork.turn` says more."""
        self.own.turn(network, source, changed, change, gesture)
        self.choose(OWN)

    def take(self, network: Network, source: str, change: str) -> None:
        """Go on with another network, such as one from a file; `OwnNetwork.take` says more."""
        self.take_what_was_trained()
        self._take(network, source, change)

    def take_on_screen(self, network: Network) -> None:
        """Choose the network that they see learn, as their own, whatever that was until now.

        Args:
            network: it may be a moment of the past, or the random one.
        """
        self.take_what_was_trained()
        if self.own.network is None or self.own.network.fingerprint != network.fingerprint:
            snapshot = _("a moment of your training")
            self._take(network, snapshot, snapshot)
        self.choose(OWN)

    def drop_trained(self) -> None:
        """Forget what their training made; if it made nothing, what the last one before it made."""
        self.take_what_was_trained()
        trained = self.last_trained
        if trained is not None:
            self.own.drop(trained)
        if self.own.version is None and self.chosen == OWN:
            self.choose(self.own.left)

    def go(self, step: Callable[[], None]) -> None:
        """Back, forward, or to the beginning; without an own network, the one that it came from is chosen.

        Args:
            step: of the own network: `undo`, `redo` or `reset`.
        """
        self.take_what_was_trained()
        step()
        self.choose(OWN if self.own.version is not None else self.own.left)

    def come_back(self, step: int | None, *, is_trained: bool) -> None:
        """Have the own network and the training, both brought back, belong together as they did.

        Args:
            step: of the training, at which the own network was taken from it; None if it wasn't.
            is_trained: the own network is still as it was taken.
        """
        if step is not None:
            self._taken = gesture_of(self.run), step
        if is_trained and self.own.version is not None:
            self.own.history.replace(replace(self.own.version, gesture=gesture_of(self.run)))

    def leave(self) -> None:
        """Their page is gone: what goes on for them ends soon, unless they are back."""
        ABSENCES.leave(self.run, self._forget)

    def _forget(self) -> None:
        """Let go of all that is theirs: Streamlit keeps a session for a while, and their browser has it."""
        vars(self).update(vars(Person()))

    def _take(self, network: Network, source: str, change: str, gesture: str | None = None) -> None:
        self.own.take(network, source, change, self.chosen or USUAL, gesture)
        self.choose(OWN)


def me() -> Person:
    """The person whose page this is."""
    person: Person | None = st.session_state.get(KEY)
    if person is None:
        person = st.session_state[KEY] = Person(keeper=Keeper(st.query_params.get("choice")))
    return person


def arrive() -> Person:
    """Begin a page: what was trained meanwhile is taken, and a training ends some time after they leave."""
    person = me()
    _present(person)
    person.take_what_was_trained()
    return person


def gesture_of(run: Run) -> str:
    """What all versions of the own network have in common that a training made."""
    return f"{TRAINING}{run.number}"


# Streamlit lets go of what it keeps for a session when the page is closed, or loses its connection; when it
# is connected again, it keeps it anew.
@st.cache_resource(scope="session", on_release=Person.leave, show_spinner=False)
def _present(_person: Person) -> Person:
    if is_connected():  # what still runs for a page that has just gone brings nobody back
        ABSENCES.come_back(_person.run.key)
    return _person
