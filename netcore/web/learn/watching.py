"""A person's training on the page: its controls, its curves, its weights, and the way back in time."""

import html
import json
import math
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from netcore.figures.learning_curve import learning_curve, upper_end
from netcore.figures.theme import rgba
from netcore.figures.tiles import MOST_TILES, empty_tiles, tiles_height, tiles_reach, weight_tiles
from netcore.language import N_, _
from netcore.network import Network
from netcore.training.computers import computers
from netcore.training.news import News, Status
from netcore.training.run import Run
from netcore.training.snapshots import Moment, Snapshot
from netcore.web.charts import Figures, my_palette, show_chart
from netcore.web.components.knob.knob import Turn, show_knob
from netcore.web.components.reading.reading import Training
from netcore.web.learn.settings import in_short, my_config, refusal, setting
from netcore.web.look_inside.turning import as_file
from netcore.web.networks import network_label
from netcore.web.person.own_network import OWN
from netcore.web.routes import DRAW, go_to
from netcore.web.state import me
from netcore.web.text import in_percent, plain

CURVES = {
    "accuracy": N_("<b>Accuracy</b>: how many it reads right"),
    "loss": N_("<b>Loss</b>: how far off its answers are"),
}
ALT = {
    "accuracy": N_("accuracy, seen and unseen examples"),
    "loss": N_("loss, seen and unseen examples"),
}
CURVE_HEIGHT = 140
TILES_WIDTH = 590
PATIENCE = 0.5
"""Seconds that a press on a button waits for what it asked for, before the page says that it is under way."""


def show_controls(run: Run, news: News) -> None:
    """Start, pause, one step, one epoch, reset."""
    status = news.status
    if status.is_busy:
        st.button(_("Pause"), key="pause", type="primary", on_click=pause)
    else:
        goes_on = can_go_on(run, news) and status is not Status.READY
        label = _("Go on") if goes_on else _("Start")
        st.button(label, key="start", type="primary", on_click=start)
    st.button(_("One step"), key="step", on_click=start, args=("step",), disabled=status.is_busy)
    st.button(_("One epoch"), key="epoch", on_click=start, args=("epoch",), disabled=status.is_busy)
    st.button(_("Reset"), key="reset_run", on_click=reset, disabled=news.now is None and not status.is_busy)


def can_go_on(run: Run, news: News) -> bool:
    """The training isn't over, and its settings are those that are set."""
    return news.status in (Status.READY, Status.PAUSED) and is_as_set(run)


def is_as_set(run: Run) -> bool:
    """The settings are those of this training."""
    config, start = my_config(), run.config.start
    # Once it has paused, "my network" is what it made of the one that it began with.
    if start is not None and start.meta["name"] == OWN == setting("start") and me().has_made_own(run):
        config = replace(config, start=start)
    return run.config == config


def start(part: str = "") -> None:
    """Start, or go on: to the end, or for one step or epoch.

    Args:
        part: "step", "epoch", or "" for all.
    """
    person = me()
    run = person.run
    news = run.news
    person.take_what_was_trained()
    # It may be busy already: a double click presses twice, and must not begin anew what it just went on with.
    if not (news.status.is_busy or can_go_on(run, news)):
        run = person.begin(my_config())
    person.replayed = None
    if not part:
        run.go(slow=setting("slow"))
        return
    run.go(1 if part == "step" else run.steps_to_epoch)
    run.wait(PATIENCE)


def pause() -> None:
    """Stop after this step."""
    run = me().run
    run.pause()
    run.wait(PATIENCE)


def reset() -> None:
    """Back to random numbers; what had become of them stays as "my network"."""
    pause()
    me().take_what_was_trained()
    me().begin(my_config())


def throw_away() -> None:
    """Forget what was trained, on every page."""
    me().drop_trained()
    me().begin(my_config())


def how_far(run: Run, news: News, snapshot: Snapshot | None) -> str:
    """How far the training is and how well it reads, as HTML in a few lines."""
    config, lines = run.config, []
    if snapshot is None:
        count = config.first_network.parameter_count
        if config.start is None:
            words = _(
                "<b>{count:,}</b> random numbers: it knows nothing yet. Nobody tells it how to read a digit. "
                "Press <b>Start</b>: it sees examples together with their labels, and adapts."
            )
            lines.append(words.format(count=count))
        else:
            name = html.escape(network_label(config.start.meta["name"]))
            lines.append(_("<b>{count:,}</b> numbers, as in {network}.").format(count=count, network=name))
    else:
        words = _(
            "It reads <b>{unseen}</b> of 1,000 digits right that it never learns from, and {seen} of those "
            "it does."
        )
        unseen, seen = in_percent(snapshot.unseen.accuracy), in_percent(snapshot.seen.accuracy)
        lines.append(words.format(unseen=unseen, seen=seen))
        epoch = snapshot.step / config.steps_per_epoch
        words = _("<b>{count:,}</b> examples seen · epoch {epoch:.1f} of {epochs}")
        lines.append(words.format(count=snapshot.examples, epoch=epoch, epochs=config.epochs))
    if news.status is Status.PREPARING and not news.prepared:
        lines.append(_("It is about to begin."))
    elif news.status is Status.PREPARING:
        lines.append(_("Preparing the examples: <b>{part:.0%}</b>").format(part=news.prepared))
    elif news.status is Status.RUNNING and news.speed:
        words = _("{count:,.0f} examples a second")
        if seconds := math.ceil(news.seconds_left):
            words = _("{count:,.0f} examples a second · {seconds} s left")
        lines.append(words.format(count=round(news.speed, -2), seconds=seconds))
        if me().drawing.objects:
            lines.append(_("Clear the canvas to see examples run through."))
    elif news.status in (Status.PAUSED, Status.DONE):
        lines.append(_("Paused.") if news.status is Status.PAUSED else _("Done."))
    if trouble := computers().trouble:
        lines.append(_(trouble))
    return "<br>".join(lines)


def failure_of(news: News) -> str:
    """Why the training failed, or could not go on, in a sentence; "" if it didn't."""
    return _(news.failure) if news.failure else ""


def lay_out_figures(run: Run, news: News, snapshot: Snapshot | None, network: Network) -> None:
    """Lay out the curves and the weights, for which `training_of` has the numbers, and the way back in time.

    Args:
        run: this person's training.
        news: how far it is.
        snapshot: the one that is shown.
        network: as it was then.
    """
    figures = figures_of(run, news, snapshot, network)
    if failure := failure_of(news):
        st.error(plain(failure))
    elif not is_as_set(run) and news.now is not None:
        words = _("New settings ({settings}): Start begins anew.")
        st.caption(words.format(settings=in_short(my_config())))
    if sentence := refusal():  # Settings, which say it too, are folded away by the press on Start
        st.caption(sentence)
    palette = my_palette()
    columns = st.columns(2)
    for column, key, title in zip(columns, CURVES, CURVES.values(), strict=True):
        with column:
            st.html(f'<p class="heading">{_(title)}</p>')
            show_chart(figures[key], key=key, height=CURVE_HEIGHT, alt=_(ALT[key]))
    st.html(
        '<p class="heading">'
        + _(
            "{orange} on digits it learns from, {blue} on digits it never sees; to the right: how many "
            "examples it has seen"
        ).format(
            orange=f'<span style="color:{rgba(palette.negative)}">■</span>',
            blue=f'<span style="color:{rgba(palette.positive)}">■</span>',
        )
        + "</p>"
    )
    neurons = network.sizes[1]
    words = _("<b>What they look for</b>: the weights of the {count} neurons behind the pixels")
    if neurons == 1:
        words = _("<b>What it looks for</b>: the weights of the one neuron behind the pixels")
    elif neurons > MOST_TILES:
        words = _(
            "<b>What they look for</b>: the weights of the first {most} of {count} neurons behind the pixels"
        )
    st.html(f'<p class="heading">{words.format(count=neurons, most=MOST_TILES)}</p>')
    show_chart(
        figures["weights"],
        key="weights",
        height=tiles_height(neurons, TILES_WIDTH),
        alt=_("A picture of 28 × 28 weights for each neuron behind the pixels"),
    )
    show_replay(run, news, snapshot)


def figures_of(run: Run, news: News, snapshot: Snapshot | None, network: Network) -> Figures:
    """The curves and the weights; without their numbers, unless the browser can't put them in."""
    palette = my_palette()
    is_whole = me().browser.cannot_paint
    curves = _curves_of(news, snapshot) if is_whole else _curves_of(None, None)
    last = run.config.epochs * run.config.examples_per_epoch
    figures = {
        name: learning_curve(
            curves["examples"],
            curves[name]["seen"],
            curves[name]["unseen"],
            palette,
            name=name,
            last=last,
            most=most,
            marked=curves["marked"],
        )
        for name, most in (("loss", None), ("accuracy", 1.0))
    }
    weights = network.layers[0].weights
    return figures | {
        "weights": weight_tiles(weights, palette) if is_whole else empty_tiles(len(weights), palette)
    }


def training_of(news: News, snapshot: Snapshot | None, network: Network) -> Training:
    """The numbers for the curves until now, with the moment that is shown, and for its weights."""
    curves = json.dumps(_curves_of(news, snapshot), separators=(",", ":"))
    return Training(curves, tiles_reach(network.layers[0].weights))


def _curves_of(news: News | None, snapshot: Snapshot | None) -> dict[str, Any]:
    """The curves as `Training` has them; without news they are empty."""
    snapshots: list[Moment | Snapshot] = [*news.before, *news.snapshots] if news else []
    if news and news.now is not None and (not snapshots or snapshots[-1].step < news.now.step):
        snapshots.append(news.now)
    marked = next(
        (place for place, one in enumerate(snapshots) if snapshot and one.step == snapshot.step), None
    )
    curves: dict[str, Any] = {"examples": [one.examples for one in snapshots], "marked": marked}
    for name in CURVES:
        seen, unseen = (
            [round(getattr(score, name), 4) for score in scores]
            for scores in ([one.seen for one in snapshots], [one.unseen for one in snapshots])
        )
        end = 1.0 if name == "accuracy" else upper_end(seen, unseen)
        curves[name] = {"seen": seen, "unseen": unseen, "end": end}
    return curves


def show_replay(run: Run, news: News, snapshot: Snapshot | None) -> None:
    """A slider over the whole training."""
    last = max(len(news.snapshots) - 1, 0)
    place = next(
        (place for place, one in enumerate(news.snapshots) if snapshot and one.step == snapshot.step), last
    )
    show_knob(
        _("Replay: from the first moment to the last"),
        place,
        partial(replay, len(news.snapshots)),
        key="replay",
        target=f"{run.number} {last}",
        least=0,
        most=max(last, 1),
        limits=(0, max(last, 1)),
        step=1,
        disabled=news.status.is_busy or last == 0,
    )


def replay(count: int, turn: Turn) -> None:
    """Show another moment."""
    place = round(turn.value)
    me().replayed = place if place < count - 1 else None


def show_result(run: Run, news: News, network: Network) -> None:
    """What can be done with what was learned, at the moment that is shown."""
    with st.container(horizontal=True, gap="xsmall", key="result", vertical_alignment="center"):
        st.download_button(
            _("Download this network (.npz)"),
            partial(as_file, network),
            file_name="my-network.npz",
            key="download",
            on_click="ignore",
        )
        nothing = me().last_trained is None
        st.button(_("Throw it away"), key="throw_away", on_click=throw_away, disabled=nothing)
        nothing = not news.now or news.status.is_busy
        if st.button(_("Draw with it"), key="draw_with_it", disabled=nothing):
            me().take_on_screen(network)
            go_to(DRAW)
