"""The page where a person watches a network of their own learn."""

import threading
from concurrent.futures import wait

import streamlit as st

from netcore.data.prepared import BUNDLED, bundled_training_set
from netcore.language import N_, _
from netcore.network import Network
from netcore.training import slices
from netcore.training.computers import computers
from netcore.training.news import Status
from netcore.training.run import Run
from netcore.training.snapshots import Snapshot
from netcore.web.charts import Figures, follow, my_palette, weights_legend
from netcore.web.components.canvas.canvas import my_reading
from netcore.web.components.reading.reading import look_inside, show_reading
from netcore.web.components.stage.stage import Stage, show_stage
from netcore.web.components.weights.weights import hand_over
from netcore.web.learn.example import put_example, take_pick
from netcore.web.learn.flowing import flowing_examples
from netcore.web.learn.handwriting import show_handwriting
from netcore.web.learn.one_step import show_one_step
from netcore.web.learn.settings import my_config, show_settings
from netcore.web.learn.watching import (
    PATIENCE,
    how_far,
    is_as_set,
    lay_out_figures,
    show_controls,
    show_result,
    training_of,
)
from netcore.web.overview import lay_out, show_diagram
from netcore.web.person.own_network import OWN
from netcore.web.room import OVERVIEW, follow_room, my_room
from netcore.web.state import arrive, me
from netcore.web.text import layer_names
from netcore.web.tongue import meant
from netcore.web.widgets import told

WATCH, STEP, HANDWRITING = N_("Learn"), N_("What one step does"), N_("My handwriting")
UPDATE_SECONDS = 0.22
"""So often the page shows how far the training is."""
MOST_AHEAD = 4
"""So many processes are started before they are needed."""


@st.fragment
def page() -> None:
    """Lay out the page: network and drawing to the left, the training to the right."""
    prepare_ahead()
    run = run_as_set()
    news = run.news
    pace = pace_of(news.status)
    if pace != me().browser.pace:
        lay_out_anew(pace)
    snapshot = arrive().snapshot_in(news)  # what the news say has ended is taken
    network = network_of(run, snapshot)
    if (told("lesson") or st.query_params.get("lesson")) in (STEP, _(STEP)) and me().drawing.is_untouched:
        put_example()  # there is nothing to see one step with
    overview = lay_out()
    with overview.top:
        size = "-".join(map(str, network.sizes))
        st.markdown(_("**Your own network**, {size}").format(size=size))
        weights_legend(width="5rem")
    figures: Figures = {}
    with overview.detail:
        view = st.segmented_control(
            _("What to do"),
            [WATCH, STEP, HANDWRITING],
            format_func=_,
            default=meant("lesson", [WATCH, STEP, HANDWRITING], WATCH),
            required=True,
            key="lesson",
            bind="query-params",
            label_visibility="collapsed",
        )
        if view == STEP:
            steps = snapshot.step if snapshot else 0
            figures = show_one_step(network, my_reading(network), run.config.learning_rate, steps=steps)
        elif view == HANDWRITING:
            show_handwriting(run, network)
        else:
            with st.container(horizontal=True, gap="xsmall", key="controls"):
                show_controls(run, news)
                show_settings(run)
            with st.container(gap="xsmall"):
                lay_out_figures(run, news, snapshot, network)
                show_result(run, news, network)
    with overview.diagram:
        meta = show_diagram(
            network,
            my_reading(network).trace,
            _("The network that learns: each neuron is as bright as your drawing makes it"),
        )
    with overview.reading:
        st.fragment(show_now, run_every=pace)(run, view or WATCH, figures, meta, pace)


@st.cache_resource(show_spinner=False)
def prepare_ahead() -> threading.Thread:
    """Have processes ready, which takes some seconds, while the page is first looked at."""

    def prepare() -> None:
        count = min(computers().count, MOST_AHEAD)
        wait([computers().submit(slices.prepare_ahead) for _process in range(count)])
        bundled_training_set(BUNDLED)  # of which the page shows some; the processes have left it prepared

    thread = threading.Thread(target=prepare, daemon=True)
    thread.start()
    return thread


def run_as_set() -> Run:
    """This person's training, which has their settings until it begins."""
    run = me().run
    if run.news.status is Status.READY and not is_as_set(run):
        return me().begin(my_config())
    return run


def pace_of(status: Status) -> float | None:
    """Seconds after which the page asks again how far the training is; None while it rests."""
    return UPDATE_SECONDS if status.is_busy else None


def lay_out_anew(pace: float | None) -> None:
    """Run the whole app once the training has begun to go on by itself, or no longer does.

    Where Streamlit runs a fragment and one within it at once, it leaves buttons behind that are no more.

    Args:
        pace: from now on.
    """
    me().browser.pace = pace
    st.rerun()


def show_now(run: Run, view: str, figures: Figures, meta: str, pace: float | None) -> None:
    """Show how far the training is and what the network makes of the drawing by now.

    Args:
        run: this person's training.
        view: what is on the right side.
        figures: those that don't change by themselves.
        meta: of the diagram as it was laid out.
        pace: of the page as it was laid out.
    """
    news = run.news
    snapshot = me().snapshot_in(news)
    network = network_of(run, snapshot)
    reading = my_reading(network)
    handed = hand_over(network, learns=news.status is Status.RUNNING)
    result = show_reading(
        network,
        me().drawing,
        reading,
        my_palette(),
        handed=handed,
        meta=meta,
        room=my_room(OVERVIEW),
        training=training_of(news, snapshot, network) if view == WATCH else None,
        figures=figures,
        on_pick=take_pick,
    )
    show_stage(Stage(examples=flowing_examples(run, news)))
    said = how_far(run, news, snapshot)
    with st.container(key="said"):
        st.html(f'<p class="effect" id="training" data-status="{news.status.value}">{said}</p>')
    if pace != pace_of(news.status):
        lay_out_anew(pace_of(news.status))
    if result.picked and result.picked.split("/")[0] in layer_names(network):
        look_inside_own(run, result.picked)
    elif result.picked and view == STEP:
        st.rerun()
    follow(result)
    follow_room(result, OVERVIEW)


def look_inside_own(run: Run, picked: str) -> None:
    """Go to the page that looks into a neuron, of the network on screen.

    Args:
        run: this person's training, which pauses.
        picked: layer and number, as the browser tells them: "hidden 1/5".
    """
    run.pause()
    run.wait(PATIENCE)
    me().take_on_screen(network_of(run, me().snapshot_in(run.news)))
    look_inside(picked)


def network_of(run: Run, snapshot: Snapshot | None) -> Network:
    """What the page calls "my network": the one of that moment, or before it the random one."""
    network = run.config.first_network if snapshot is None else snapshot.network
    return Network(network.layers, {**network.meta, "name": OWN})


page()
