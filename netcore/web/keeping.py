"""What a person's browser keeps for them, handed over as it changes, and taken back when they return.

Each part of what is theirs has a number, which grows when the part changes. With each answer the browser
hears all the numbers, and the parts that are small; what it lacks then it asks for once it rests. When a
page is opened, the browser gives what it has, before it keeps anything new.
"""

import time
from typing import Any

from netcore.language import N_, _
from netcore.training.computers import computers
from netcore.web.absences import ABSENCES
from netcore.web.networks import networks
from netcore.web.person import kept, kept_network
from netcore.web.person.handwriting import MOST_DRAWINGS
from netcore.web.person.keeper import Signs
from netcore.web.person.kept import LARGEST, KeptError
from netcore.web.person.kept_drawing import drawing_of, is_part, of_drawing
from netcore.web.person.own_network import OWN
from netcore.web.person.settings import DEFAULTS, widget_of
from netcore.web.person.strokes import drawn
from netcore.web.state import Person, me
from netcore.web.widgets import forget

FOREIGN = N_(
    "What this browser had kept is not of this netcore and can't be used: it is left as it is until you do "
    "something new."
)
BUSY_SECONDS = 15
"""So often what a training has come to is kept while it goes on."""
SMALL = 4_000
"""Characters of a part that goes with the answer to a stroke."""


def handed_over() -> dict[str, Any]:
    """What the browser is told of what it keeps, with each answer.

    Returns:
        `person`, a key; `numbers` of all parts, 0 for what it has already or what is nothing yet; `parts`,
        the texts of those that changed and are small, and of those that it asked for; `said`, in words what
        is kept; `isOpen`, what it had kept was given back.
    """
    person = me()
    keeper = person.keeper
    changed = keeper.number(_signs_of(person))
    parts = {}
    for part in [*keeper.wanted, *changed]:
        text = _text(person, part, is_wanted=part in keeper.wanted)
        if part in keeper.wanted or len(text) <= SMALL:
            parts[part] = text
    keeper.wanted = []
    texts = {part: text for part, text in parts.items() if text and len(text) <= LARGEST[part]}
    return {
        "person": keeper.key,
        "isOpen": keeper.is_open,
        "numbers": keeper.numbers,
        "parts": texts,
        "said": in_words(person),
    }


def ask_for(wanted: Any) -> None:
    """Hand over parts with the next answer, however large.

    Args:
        wanted: `parts`, their names, as a browser tells them; and `time`, by which two such wishes differ.
    """
    parts = wanted.get("parts") if isinstance(wanted, dict) else None
    me().keeper.wanted = [part for part in LARGEST if isinstance(parts, list) and part in parts]


def take_back(offered: Any) -> None:
    """Bring back what a browser kept, wherever the person has done nothing yet, and keep from now on.

    Args:
        offered: `parts`, texts by their names, whoever wrote them; what can't be used is said. `trouble`,
            "foreign" if what was found isn't netcore's, or a newer one's.
    """
    person = me()
    keeper = person.keeper
    if keeper.is_open:
        return
    keeper.is_open = True
    offered = offered if isinstance(offered, dict) else {}
    given = offered.get("parts")
    if not isinstance(given, dict) or offered.get("trouble") == "foreign":
        given = {}
        keeper.refusals.append(_(FOREIGN))
    keeper.number(_signs_of(person))
    is_new = {part: not number for part, number in keeper.numbers.items()}
    for part, bring_back in _BRING_BACK.items():
        if part not in given:
            continue
        try:
            bring_back(person, kept.unpack(part, given[part]), is_new[part])
        except KeptError as error:
            keeper.refusals.append(_(UNUSABLE[part]).format(reason=error))
    for part, signs in _signs_of(person).items():
        if is_new[part]:
            keeper.signs[part] = signs
        else:
            keeper.numbers[part] += 1


def in_words(person: Person) -> str:
    """What a browser keeps of a person, as a list in words."""
    drawings = len(person.handwriting.drawings)
    digits = _("1 handwritten digit") if drawings == 1 else _("{count} handwritten digits")
    named = {
        _("your drawing"): not person.drawing.is_new,
        _("your network"): person.own.version is not None,
        _("what you trained"): person.run.news.now is not None,
        digits.format(count=drawings): drawings,
        _("your settings"): person.settings != DEFAULTS,
    }
    *most, last = [name for name, is_there in named.items() if is_there] or [_("nothing yet")]
    return _("{before} and {last}").format(before=", ".join(most), last=last) if most else last


UNUSABLE = {
    "handwriting": N_("The handwriting that this browser had kept can't be used: {reason}."),
    "drawing": N_("The drawing that this browser had kept can't be used: {reason}."),
    "own": N_("Your network that this browser had kept can't be used: {reason}."),
    "training": N_("The training that this browser had kept can't be used: {reason}."),
    "choices": N_("The settings that this browser had kept can't be used: {reason}."),
}


def _signs_of(person: Person) -> dict[str, Signs]:
    news = person.run.news
    now, is_busy = news.now, news.status.is_busy
    key = person.run.key if now else ""
    moment = int(time.monotonic() / BUSY_SECONDS) if is_busy else now.step if now else 0
    return {
        "drawing": (person.drawing.history.states, person.drawing.history.position),
        "choices": (person.chosen, repr(person.settings), key, person.taken_step, tuple(person.lesson.done)),
        "own": (person.own.version, person.own.left),
        "training": (key, moment, is_busy),
        "handwriting": (person.handwriting.drawings,),
    }


def _text(person: Person, part: str, *, is_wanted: bool) -> str:
    """A part as a text; "" for one that takes a while and isn't wanted."""
    if part == "drawing":
        return of_drawing(person.drawing.history)
    if part == "choices":
        done = person.lesson.done
        return kept.of_choices(person.chosen, person.settings, person.run.key, person.taken_step, done)
    if part == "own":
        return kept_network.of_own(
            person.own, person.has_made_own(person.run), networks()[0], is_whole=is_wanted
        )
    if not is_wanted:
        return ""
    if part == "training":
        return kept_network.of_training(person.run, networks()[0])
    return kept.of_handwriting(person.handwriting.drawings)


def _bring_handwriting(person: Person, value: dict[str, Any], is_new: bool) -> None:
    drawings = kept.handwriting_of(value)
    person.handwriting.drawings = (*drawings, *person.handwriting.drawings)[:MOST_DRAWINGS]


def _bring_drawing(person: Person, value: dict[str, Any], is_new: bool) -> None:
    states, position = drawing_of(value)
    person.drawing.bring_back(states, position, drawn(states[position]), is_part)


def _bring_own(person: Person, value: dict[str, Any], is_new: bool) -> None:
    own, is_trained = kept_network.own_of(value, networks()[0])
    if is_new:
        person.own, person.keeper.is_trained = own, is_trained


def _bring_training(person: Person, value: dict[str, Any], is_new: bool) -> None:
    run = kept_network.training_of(value, networks()[0], person.handwriting.drawings, computers())
    if is_new and run:
        person.run = run


def _bring_choices(person: Person, value: dict[str, Any], is_new: bool) -> None:
    chosen, settings, key, step, done = kept.choices_of(value)
    person.lesson.done |= done
    if person.settings == DEFAULTS:
        person.settings = settings
        for name in vars(settings):
            forget(widget_of(name))
    waiting = None if person.run.news.status.is_busy else ABSENCES.come_back(key)
    if waiting:
        person.run = waiting
        person.keeper.numbers["training"] += 1  # the browser may have an older state of it
    person.come_back(step, is_trained=person.keeper.is_trained)
    names = [*networks()[0], *([] if person.own.network is None else [OWN])]
    named = next((name for name in (person.keeper.address, chosen) if name in names), None)
    if is_new and named:
        person.choose(named)


_BRING_BACK = {
    "handwriting": _bring_handwriting,
    "drawing": _bring_drawing,
    "own": _bring_own,
    "training": _bring_training,
    "choices": _bring_choices,
}
"""In the order in which they need each other."""
