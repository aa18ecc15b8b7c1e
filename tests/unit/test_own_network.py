"""One's own network: what was turned, and the way back and forward."""

import pytest

import netcore
from netcore.inspection import edits
from netcore.network import Network
from netcore.reading import calibration_of
from netcore.training.learner import new_network
from netcore.web.person.own_network import MOST_TURNS, OWN, OwnNetwork

CLASSIC = netcore.load("classic")


def bias(value: float, network: Network = CLASSIC) -> Network:
    """A copy whose first bias is turned."""
    return edits.with_bias(network, 1, 0, value)


def turn(own: OwnNetwork, value: float, gesture: str | None = None) -> None:
    """Turn the own network, or the article's if there is none."""
    network, source = (CLASSIC, "classic") if own.version is None else (own.version.network, OWN)
    own.turn(network, source, bias(value, network), f"bias: {value}", gesture)


def turned_to(own: OwnNetwork) -> float:
    assert own.version is not None
    return float(own.version.network.layers[0].biases[0])


@pytest.fixture
def thrice() -> OwnNetwork:
    own = OwnNetwork()
    for value in (1, 2, 3):
        turn(own, value)
    return own


def test_in_the_beginning_there_is_no_own_network() -> None:
    own = OwnNetwork()
    assert own.version is None
    assert not own.can_undo and not own.can_redo
    own.undo()
    own.redo()
    own.reset()
    assert own.version is None and own.versions == []


def test_what_was_turned_is_a_copy_that_knows_where_it_came_from(thrice) -> None:
    version = thrice.version
    assert version.before is CLASSIC
    assert version.source == "classic"
    assert version.change == "bias: 3"
    handed_on = {key: CLASSIC.meta[key] for key in ("training", "calibration")}
    assert version.network.meta == {"name": OWN, "about": "your own copy of classic", **handed_on}
    assert calibration_of(version.network) == calibration_of(CLASSIC)
    assert version.network.fingerprint == bias(3).fingerprint
    assert CLASSIC.meta["name"] == "classic"
    assert CLASSIC.fingerprint == netcore.load("classic").fingerprint


def test_undo_and_redo_walk_through_exactly_the_networks_that_were_there(thrice) -> None:
    networks = [version.network for version in thrice.versions]
    for network in networks[1::-1]:
        thrice.undo()
        assert thrice.version.network is network
        assert thrice.can_redo
    thrice.undo()
    assert thrice.version is None
    assert not thrice.can_undo
    for network in networks:
        thrice.redo()
        assert thrice.version.network is network
    assert not thrice.can_redo


def test_a_turn_after_undo_forgets_what_could_be_redone(thrice) -> None:
    thrice.undo()
    thrice.undo()
    turn(thrice, 9)
    assert not thrice.can_redo
    assert [version.change for version in thrice.versions] == ["bias: 1", "bias: 9"]


def test_everything_as_it_was_is_one_more_step_that_can_be_undone(thrice) -> None:
    thrice.reset()
    assert thrice.version.network.fingerprint == CLASSIC.fingerprint
    assert thrice.version.network.meta["name"] == OWN
    assert (thrice.version.before, thrice.version.source) == (CLASSIC, "classic")
    thrice.undo()
    assert turned_to(thrice) == 3


def test_an_uploaded_network_is_compared_with_itself_as_it_came(thrice) -> None:
    uploaded = new_network([784, 5, 10], seed=1)
    thrice.take(uploaded, "mine", "a network from a file", left="my network")
    assert thrice.version.before is uploaded
    turn(thrice, 4)
    assert thrice.version.before is uploaded
    assert thrice.version.source == "mine"
    assert thrice.version.network.meta["about"] == "your own copy of mine"
    thrice.reset()
    assert thrice.version.network.fingerprint == uploaded.fingerprint
    for _ in range(3):
        thrice.undo()
    assert turned_to(thrice) == 3
    assert thrice.version.before is CLASSIC


def test_another_network_that_is_turned_becomes_what_it_is_compared_with(thrice) -> None:
    relu = netcore.load("relu")
    thrice.turn(relu, "relu", bias(5, relu), "bias: 5")
    assert (thrice.version.before, thrice.version.source) == (relu, "relu")
    thrice.undo()
    assert (thrice.version.before, thrice.version.source) == (CLASSIC, "classic")


def test_what_the_own_network_was_like_earlier_is_known_back_to_what_it_came_from(thrice) -> None:
    def biases() -> list[float]:
        earlier = thrice.earlier(thrice.version.network)
        assert earlier[-1] is thrice.version.before
        return [float(network.layers[0].biases[0]) for network in earlier[:-1]]

    assert biases() == [2, 1]
    thrice.undo()
    assert biases() == [1]
    assert thrice.earlier(CLASSIC) == []
    relu = netcore.load("relu")
    thrice.turn(relu, "relu", bias(5, relu), "bias: 5")
    assert biases() == []
    assert OwnNetwork().earlier(CLASSIC) == []


def test_a_long_history_forgets_its_beginning_and_never_goes_back_two_turns_at_once() -> None:
    own = OwnNetwork()
    most = MOST_TURNS + 20
    for value in range(1, most + 1):
        turn(own, value)
    assert len(own.versions) == MOST_TURNS + 1
    for value in range(most - 1, most - MOST_TURNS - 1, -1):
        assert own.can_undo
        own.undo()
        assert turned_to(own) == value
    assert not own.can_undo
    own.undo()
    assert turned_to(own) == most - MOST_TURNS
    turn(own, -1)  # what was forgotten stays forgotten
    own.undo()
    assert not own.can_undo
    assert own.version.before is CLASSIC
    own.reset()
    assert own.version.network.fingerprint == CLASSIC.fingerprint


def test_as_many_turns_as_are_kept_can_all_be_undone() -> None:
    own = OwnNetwork()
    for value in range(MOST_TURNS):
        turn(own, value)
    for _ in range(MOST_TURNS):
        own.undo()
    assert own.version is None


def changes(own: OwnNetwork) -> list[str]:
    return [version.change for version in own.versions]


def test_the_turns_of_one_gesture_are_one_step(thrice) -> None:
    for value in (4, 5, 6):
        turn(thrice, value, "drag")
        assert turned_to(thrice) == value
    assert changes(thrice) == ["bias: 1", "bias: 2", "bias: 3", "bias: 6"]
    thrice.undo()
    assert turned_to(thrice) == 3
    thrice.redo()
    assert turned_to(thrice) == 6


def test_another_gesture_and_a_turn_of_none_are_steps_of_their_own() -> None:
    own = OwnNetwork()
    for value, gesture in ((1, "a"), (2, "a"), (3, "b"), (4, None), (5, None), (6, "b")):
        turn(own, value, gesture)
    assert changes(own) == ["bias: 2", "bias: 3", "bias: 4", "bias: 5", "bias: 6"]


def test_a_gesture_that_makes_the_own_network_is_undone_to_none() -> None:
    own = OwnNetwork()
    for value in (1, 2, 3):
        turn(own, value, "drag")
    assert (own.version.before, own.version.source) == (CLASSIC, "classic")
    assert own.earlier(own.version.network) == [CLASSIC]
    own.undo()
    assert own.version is None
    own.redo()
    assert turned_to(own) == 3


def test_a_gesture_after_undo_forgets_what_could_be_redone_and_replaces_nothing_else(thrice) -> None:
    thrice.undo()
    turn(thrice, 4, "drag")
    turn(thrice, 5, "drag")
    assert changes(thrice) == ["bias: 1", "bias: 2", "bias: 5"]
    thrice.undo()
    turn(thrice, 6, "drag")  # what was undone is not replaced, it is gone
    assert changes(thrice) == ["bias: 1", "bias: 2", "bias: 6"]


def test_a_gesture_on_another_network_replaces_nothing(thrice) -> None:
    turn(thrice, 4, "drag")
    relu = netcore.load("relu")
    thrice.turn(relu, "relu", bias(5, relu), "relu's bias: 5", "drag")
    assert changes(thrice)[-2:] == ["bias: 4", "relu's bias: 5"]
    thrice.undo()
    assert turned_to(thrice) == 4


def test_a_gesture_counts_once_in_a_long_history() -> None:
    own = OwnNetwork()
    for value in range(MOST_TURNS - 1):
        turn(own, value)
    for value in range(100, 200):
        turn(own, value, "drag")
    assert len(own.versions) == MOST_TURNS
    for _ in range(MOST_TURNS):
        assert own.can_undo
        own.undo()
    assert own.version is None

    for value in range(MOST_TURNS + 20):
        turn(own, value)
    for value in range(100, 200):
        turn(own, value, "drag")
    assert len(own.versions) == MOST_TURNS + 1
    own.undo()
    assert turned_to(own) == MOST_TURNS + 19
    for _ in range(MOST_TURNS - 1):
        own.undo()
    assert not own.can_undo
    turn(own, 1, "drag again")
    turn(own, 2, "drag again")
    own.undo()
    assert not own.can_undo and own.version is not None


def test_undoing_all_goes_back_to_what_was_chosen_before() -> None:
    own = OwnNetwork()
    own.take(new_network([784, 5, 10], seed=1), "brought", "a network from a file", left="relu")
    own.reset()
    own.undo()
    own.undo()
    assert (own.version, own.left) == (None, "relu")
