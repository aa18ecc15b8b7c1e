"""A person on the page "Learn", without a browser."""

import re
import time

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import netcore
from netcore.data import DownloadProgress
from netcore.data.prepared import held_out_set
from netcore.network import Network
from netcore.reading import read
from netcore.saying import sentence
from netcore.training.cluster import LOST
from netcore.training.computers import computers
from netcore.training.config import TrainingConfig
from netcore.training.news import News, Status
from netcore.training.run import Run
from netcore.training.snapshots import score
from netcore.web import routes
from netcore.web.components.stage.stage import levels_in_letters
from netcore.web.person.own_network import OWN
from tests.app.driver import (
    assert_whole,
    click,
    component_bytes,
    component_data,
    draw,
    knob,
    new_person,
    person,
    shown,
    tell,
    turn,
    words_on,
)
from tests.app.inspector import DRAW, INSPECT, SEVEN, own, press
from tests.strokes import picture

LEARN = routes.LEARN.script
PATIENCE = 120.0
"""Seconds after which a test gives up waiting."""
SHORT = {"config_epochs": 1, "config_examples": 300}
pytestmark = pytest.mark.usefixtures("shared_networks_stay_as_they_are")


def learner(**settings: object) -> AppTest:
    """Somebody who opened the page and set this, without slow motion."""
    app = new_person().switch_page(LEARN)
    app.run()
    app.toggle(key="config_slow").set_value(False)
    for key, value in settings.items():
        widgets = (*app.select_slider, *app.text_input, *app.selectbox, *app.number_input)
        (widget,) = [one for one in widgets if one.key == key]
        widget.set_value(value)
    return app.run()


def run_of(app: AppTest) -> Run:
    return person(app).run


def news_of(app: AppTest) -> News:
    return run_of(app).news


def until_it_rests(app: AppTest) -> AppTest:
    assert run_of(app).wait(PATIENCE)
    return app.run()


def until_it_learns(app: AppTest) -> AppTest:
    """Until some of its steps are done and told."""
    deadline = time.monotonic() + PATIENCE
    while not (news_of(app).now and news_of(app).now.step):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return app.run()


def trained(**settings: object) -> AppTest:
    app = learner(**{**SHORT, **settings})
    press(app, "start")
    return until_it_rests(app)


def alone(config: TrainingConfig) -> Network:
    """What becomes of a lesson without any page."""
    taught = config.learner(config.training_set())
    while not taught.is_done:
        taught.learn()
    return taught.network


def assert_same(one: Network, other: Network) -> None:
    assert one.fingerprint == other.fingerprint


def test_before_the_start_the_network_is_random_and_knows_nothing() -> None:
    app = draw(learner(), picture(7))
    assert_whole(app)
    assert "13,002</b> random numbers: it knows nothing yet" in words_on(app)
    assert shown(app)["network"] == OWN
    expected = TrainingConfig().first_network.forward(SEVEN).activations[-1]
    np.testing.assert_allclose(shown(app)["activations"][-10:], expected, atol=1e-6)
    assert OWN not in app.switch_page(DRAW).run().get("button_group")[0].options


def test_what_is_set_before_the_start_is_what_begins() -> None:
    app = learner(config_hidden="8")
    assert "784-8-10" in words_on(app) and "6,370</b> random numbers" in words_on(app)
    until_it_rests(press(app, "step"))
    assert news_of(app).now.network.sizes == [784, 8, 10]
    assert " left" not in words_on(app) and "Paused." in words_on(app)


def test_a_training_ends_with_the_same_numbers_as_without_a_page() -> None:
    app = trained(config_batch=5, config_rate=0.003)
    assert news_of(app).status is Status.DONE
    config = TrainingConfig(epochs=1, examples=300, batch_size=5, learning_rate=0.003)
    expected = alone(config)
    assert_same(own(app), expected)
    assert_whole(app)
    accuracy = score(expected, held_out_set()).accuracy
    assert f"<b>{100 * accuracy:.1f}\u00a0%</b> of 1,000 digits" in words_on(app)
    assert f"<b>{config.examples_per_epoch}</b> examples seen" in words_on(app)


def test_pauses_steps_and_epochs_change_no_number() -> None:
    app = learner(config_epochs=2, config_examples=100)
    until_it_rests(press(app, "step"))
    assert news_of(app).now.step == 1
    assert news_of(app).status is Status.PAUSED
    until_it_rests(press(app, "step"))
    until_it_rests(press(app, "epoch"))
    assert news_of(app).now.examples == TrainingConfig(examples=100).examples_per_epoch
    assert app.button(key="start").label == "Go on"
    until_it_rests(press(app, "epoch"))
    assert news_of(app).status is Status.DONE
    assert_same(own(app), alone(TrainingConfig(epochs=2, examples=100)))


def test_pause_stops_a_training_and_go_on_ends_it() -> None:
    app = learner(config_epochs=500, config_examples=4000, config_batch=1)
    press(app, "start")
    assert app.button(key="pause").label == "Pause"
    assert app.button(key="step").disabled
    until_it_learns(app)
    press(app, "pause")
    until_it_rests(app)
    assert news_of(app).status is Status.PAUSED
    step = news_of(app).now.step
    assert 0 < step < 500 * 4000
    press(app, "step")
    until_it_rests(app)
    assert news_of(app).now.step == step + 1


@pytest.mark.parametrize("page", [DRAW, INSPECT])
def test_what_was_trained_is_my_network_on_other_pages(page: str) -> None:
    app = trained()
    network = own(app)
    draw(app.switch_page(page).run(), picture(7))
    assert_whole(app)
    assert app.get("button_group")[0].value == shown(app)["network"] == OWN
    reading = read(network, picture(7))
    assert (shown(app)["kind"], shown(app)["words"]) == (reading.kind, sentence(reading))


def test_a_trained_network_is_judged_by_digits_it_never_saw() -> None:
    app = trained().switch_page(INSPECT).run()
    accuracy = score(own(app), held_out_set()).accuracy
    assert f'Of 1,000 bundled digits it reads <b id="accuracy-after">{100 * accuracy:.2f}' in words_on(app)


def test_a_replayed_moment_shows_the_network_as_it_was() -> None:
    app = draw(trained(), picture(7))
    snapshots = news_of(app).snapshots
    assert knob(app, "replay")["value"] == len(snapshots) - 1
    for place in (0, len(snapshots) // 2):
        turn(app, replay=place)
        assert_whole(app)
        snapshot = snapshots[place]
        assert f"<b>{snapshot.examples:,}</b> examples seen" in words_on(app)
        outputs = snapshot.network.forward(SEVEN).activations[-1]
        np.testing.assert_allclose(shown(app)["activations"][-10:], outputs, atol=1e-6)
        training = shown(app)["training"]
        assert training["examples"][training["marked"]] == snapshot.examples
        for which, scored in (("seen", snapshot.seen), ("unseen", snapshot.unseen)):
            marked = training["accuracy"][which][training["marked"]]
            assert marked == pytest.approx(scored.accuracy, abs=5e-5)
    turn(app, replay=len(snapshots) - 1)
    assert f"<b>{snapshots[-1].examples:,}</b> examples seen" in words_on(app)


def test_the_curves_hold_every_moment() -> None:
    app = trained()
    snapshots, training = news_of(app).snapshots, shown(app)["training"]
    loss = training["loss"]
    assert training["examples"] == [snapshot.examples for snapshot in snapshots]
    assert loss["seen"] == [round(snapshot.seen.loss, 4) for snapshot in snapshots]
    assert loss["unseen"] == [round(snapshot.unseen.loss, 4) for snapshot in snapshots]
    assert loss["end"] > max(loss["seen"] + loss["unseen"])


def test_while_it_learns_its_weights_are_handed_over_rounded_and_exactly_once_it_rests() -> None:
    app = learner(config_epochs=500, config_examples=4000, config_batch=1)
    press(app, "start")
    until_it_learns(app)
    app.run()
    rules, message = shown(app)["rules"], component_bytes(app, "live")
    assert rules["isRounded"] and rules["fingerprint"] == message[:64].decode()
    assert len(message) < 14_000
    press(app, "pause")
    until_it_rests(app)
    tell(app, live={"event": "missing", "value": True})
    network, rules, message = own(app), shown(app)["rules"], component_bytes(app, "live")
    assert not rules["isRounded"]
    assert rules["fingerprint"] == message[:64].decode() == network.fingerprint
    first = np.frombuffer(message[64:], "<f4")[: 16 * 784]
    np.testing.assert_array_equal(first, network.layers[0].weights.ravel())
    biases = np.concatenate([layer.biases for layer in network.layers])
    np.testing.assert_array_equal(shown(app)["biases"], biases)


def test_of_a_larger_network_that_learns_not_every_state_is_handed_over() -> None:
    app = learner(config_hidden="64", config_epochs=500, config_examples=4000, config_batch=1)
    press(app, "start")
    until_it_learns(app)
    sizes = []
    for _ in range(8):
        step = news_of(app).now.step
        while news_of(app).now.step == step:
            time.sleep(0.01)
        app.run()
        assert shown(app)["rules"]["fingerprint"] == component_bytes(app, "live")[:64].decode()
        sizes.append(len(component_bytes(app, "live")))
    assert [size > 64 for size in sizes[:8]].count(True) == 2
    press(app, "pause")
    until_it_rests(app)


def test_what_was_trained_can_be_thrown_away() -> None:
    app = trained()
    app.switch_page(DRAW).run()
    assert app.get("button_group")[0].value == OWN
    app.switch_page(LEARN).run()
    press(app, "throw_away")
    assert "it knows nothing yet" in words_on(app)
    app.switch_page(DRAW).run()
    assert app.get("button_group")[0].value == "classic"
    assert OWN not in app.get("button_group")[0].options


def test_throwing_away_gives_back_what_was_turned_before() -> None:
    app = new_person()
    app.query_params.update(view="Turn knobs", layer="output", neuron="7")
    app = app.switch_page(INSPECT).run()
    turn(app, bias=-9.5)
    turned = own(app)
    app.switch_page(LEARN).run()
    app.toggle(key="config_slow").set_value(False)
    for key, value in SHORT.items():
        app.select_slider(key=key).set_value(value)
    app.run()
    press(app, "start")
    until_it_rests(app)
    assert_same(own(app), news_of(app).now.network)
    press(app, "throw_away")
    assert_same(own(app), turned)


def test_reset_goes_back_to_random_numbers_and_keeps_my_network() -> None:
    app = trained()
    network = own(app)
    press(app, "reset_run")
    assert "it knows nothing yet" in words_on(app)
    assert_same(own(app), network)


def test_a_learning_rate_that_explodes_is_said_and_the_last_good_network_kept() -> None:
    app = trained(config_rate=100.0, config_epochs=10)
    assert news_of(app).status is Status.FAILED
    (error,) = app.error
    assert "exploded" in error.value and "smaller learning rate" in error.value
    assert_whole(app)
    assert np.isfinite(own(app).layers[0].weights).all()
    app.select_slider(key="config_rate").set_value(0.01).run()
    press(app, "start")
    until_it_rests(app)
    assert news_of(app).status is Status.DONE and not app.error


@pytest.mark.parametrize("sizes", ["", "0", "16, 500", "8 8 8 8 8", "sixteen", "1e3", "-3 4", "9" * 40])
def test_sizes_beyond_the_limits_get_a_sentence(sizes: str) -> None:
    app = learner(config_hidden=sizes)
    assert any("16, 16" in error.value for error in app.error)
    press(app, "step")
    assert_whole(app)


@pytest.mark.parametrize("sizes", ["30", "12, 8", "5 6 7 8"])
def test_other_sizes_and_relu_learn_too(sizes: str) -> None:
    app = trained(config_hidden=sizes, config_activation="relu")
    hidden = [int(number) for number in re.findall(r"\d+", sizes)]
    assert own(app).sizes == [784, *hidden, 10]
    assert own(app).layers[0].activation_function.name == "relu"
    assert_whole(app)


def test_a_training_can_begin_with_a_trained_network() -> None:
    app = trained(config_start="classic", config_rate=0.0001)
    classic = netcore.load("classic")
    for begun, layer in zip(news_of(app).snapshots[0].network.layers, classic.layers, strict=True):
        np.testing.assert_allclose(begun.weights, layer.weights)
    assert news_of(app).snapshots[0].unseen.accuracy > 0.96
    assert own(app).fingerprint != classic.fingerprint


def test_settings_stay_while_another_page_is_looked_at() -> None:
    app = learner(config_epochs=20, config_hidden="12")
    app.switch_page(DRAW).run()
    app.switch_page(LEARN).run()
    assert app.select_slider(key="config_epochs").value == 20
    assert app.text_input(key="config_hidden").value == "12"


def test_a_click_on_a_neuron_leads_inside_it() -> None:
    app = draw(trained(), picture(7))
    click(app, "hidden 2/5")
    assert_whole(app)
    assert (app.selectbox(key="layer").value, app.selectbox(key="neuron").value) == ("hidden 2", 5)
    assert shown(app)["network"] == OWN


def test_people_beyond_the_processors_learn_in_turn() -> None:
    people = [learner(config_epochs=500, config_batch=1) for _ in range(computers().count + 3)]
    for app in people:
        press(app, "start")
    for app in people:
        until_it_learns(app)
        assert_whole(app)
    assert {news_of(app).status for app in people} == {Status.RUNNING}
    for app in people:
        press(app, "pause")
    for app in people:
        until_it_rests(app)
        assert news_of(app).status is Status.PAUSED


def test_a_cluster_that_is_lost_is_said_beside_the_training(monkeypatch) -> None:
    app = learner()
    monkeypatch.setattr(computers(), "_trouble", LOST)
    assert "The Dask scheduler is gone: this computer goes on alone." in words_on(app.run())


def test_thirty_people_press_start_and_nobodys_numbers_mix() -> None:
    people = [learner(config_epochs=1, config_examples=300, config_seed=seed) for seed in range(30)]
    for app in people:
        press(app, "start")
    for seed, app in enumerate(people):
        until_it_rests(app)
        assert_whole(app)
        assert_same(own(app), alone(TrainingConfig(epochs=1, examples=300, seed=seed)))


def test_a_double_click_on_go_on_does_not_begin_anew() -> None:
    app = learner(config_epochs=500, config_examples=4000, config_batch=1)
    press(app, "start")
    press(app, "pause")
    until_it_rests(app)
    run, step = run_of(app), news_of(app).now.step
    go_on = app.button(key="start")
    go_on.click().run()
    go_on.click().run()  # which the browser sent before it knew that the button was to go
    assert run_of(app) is run and news_of(app).now.step >= step
    assert news_of(app).status.is_busy
    press(app, "pause")
    until_it_rests(app)


def test_a_training_that_began_with_my_network_goes_on_after_a_pause() -> None:
    app = trained()
    app.selectbox(key="config_start").set_value(OWN).run()
    press(app, "step")
    run, first = run_of(app), news_of(app).snapshots[0].network
    assert first.layers[0].weights.tolist() == run.config.start.layers[0].weights.tolist()
    assert app.button(key="start").label == "Go on" and "Start begins anew" not in words_on(app)
    press(app, "step")
    assert run_of(app) is run and news_of(app).now.step == 2
    app.select_slider(key="config_rate").set_value(0.001).run()
    assert app.button(key="start").label == "Start"
    press(app, "step")
    assert run_of(app) is not run and news_of(app).now.step == 1
    assert_whole(app)


def test_reset_amid_a_training_keeps_what_it_had_come_to() -> None:
    app = learner(config_epochs=500, config_examples=4000, config_batch=1)
    press(app, "start")
    run = run_of(app)
    until_it_learns(app)
    press(app, "reset_run")
    assert "it knows nothing yet" in words_on(app)
    assert_same(own(app), run.news.now.network)


def test_what_was_trained_can_be_thrown_away_after_a_reset_too() -> None:
    app = trained()
    press(app, "reset_run")
    press(app, "throw_away")
    assert person(app).own.version is None
    assert app.button(key="throw_away").disabled
    app.switch_page(DRAW).run()
    assert OWN not in app.get("button_group")[0].options


def test_only_what_was_trained_can_be_thrown_away() -> None:
    app = new_person()
    app.query_params.update(view="Turn knobs", layer="output", neuron="7")
    app = app.switch_page(INSPECT).run()
    turn(app, bias=-9.5)
    app.switch_page(LEARN).run()
    assert app.button(key="throw_away").disabled


def test_sizes_beyond_the_limits_are_said_beside_the_training_too() -> None:
    app = learner(config_hidden="banana", **SHORT)
    press(app, "start")
    assert any("so 16, 16 are taken" in caption.value for caption in app.caption)
    app.text_input(key="config_hidden").set_value("12").run()
    assert not any("so 16, 16 are taken" in caption.value for caption in app.caption)


def test_a_click_while_a_moment_is_replayed_leads_inside_the_network_of_that_moment() -> None:
    app = draw(trained(), picture(7))
    snapshots = news_of(app).snapshots
    last = own(app)
    turn(app, replay=3)
    click(app, "hidden 1/2")
    assert_same(own(app), snapshots[3].network)
    assert shown(app)["network"] == OWN
    person(app).own.undo()  # nothing is lost
    assert_same(own(app), last)


def test_after_a_reset_a_click_leads_inside_the_random_network_on_screen() -> None:
    app = draw(trained(), picture(7))
    press(app, "reset_run")
    click(app, "output/7")
    assert_same(own(app), run_of(app).config.first_network)


def without_mnist(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("NETCORE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_without_internet_fetching_mnist_is_a_sentence_and_the_bundled_digits_serve(
    monkeypatch, tmp_path
) -> None:
    without_mnist(monkeypatch, tmp_path)
    monkeypatch.setattr("netcore.data.download.MIRRORS", ("http://127.0.0.1:9/",))
    monkeypatch.setattr("netcore.data.download.PAUSE_SECONDS", 0.0)
    app = learner(**SHORT)
    assert app.select_slider(key="config_examples").options[-1] == "4,000"
    press(app, "fetch")
    (error,) = app.error
    assert "127.0.0.1" in error.value and "NETCORE\\_DATA" in error.value
    assert_whole(app)
    press(app, "start")
    assert news_of(until_it_rests(app)).status is Status.DONE


def test_fetched_mnist_can_be_learned_from(monkeypatch, tmp_path) -> None:
    without_mnist(monkeypatch, tmp_path)

    def fetch():
        for done in (0, 50, 100):
            yield DownloadProgress("train-images-idx3-ubyte", "a mirror", done, 100)
        monkeypatch.setattr("netcore.web.learn.settings.is_mnist_here", lambda: True)

    monkeypatch.setattr("netcore.web.learn.settings.download_mnist", fetch)
    app = learner()
    press(app, "fetch")
    assert not app.error and not app.exception
    assert "fetch" not in {button.key for button in app.button}
    assert app.select_slider(key="config_examples").options[-1] == "55,000"


def test_while_it_learns_and_nothing_is_drawn_labelled_examples_run_through_the_network() -> None:
    app = learner(config_epochs=500, config_examples=300, config_batch=1)
    assert component_data(app, "stage")["examples"] is None
    press(app, "start")
    until_it_learns(app)
    examples = component_data(app, "stage")["examples"]
    assert len(examples["pictures"]) == 1 and examples["labels"][0] in range(10)
    pixels, labels = run_of(app).config.digits()
    known = [levels_in_letters(np.round(255 * row).astype(np.uint8)) for row in pixels]
    assert labels[known.index(examples["pictures"][0])] == examples["labels"][0]
    draw(app, picture(7))
    assert component_data(app, "stage")["examples"] is None  # who draws sees what becomes of that
    assert "Clear the canvas to see examples" in words_on(app)
    press(app, "clear")
    assert component_data(app, "stage")["examples"]
    press(app, "pause")
    until_it_rests(app)
    assert component_data(app, "stage")["examples"] is None
