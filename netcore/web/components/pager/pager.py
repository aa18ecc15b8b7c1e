"""The way through the steps of a lesson: back, on, to any of them; by keys and a presenter's clicker, too."""

from collections.abc import Callable, Collection, Sequence

from netcore.language import _
from netcore.web.components.packaged import packaged
from netcore.web.widgets import told

_component = packaged(
    "pager",
    '<nav class="pager"><button type="button" data-by="-1"></button><ol></ol>'
    '<button type="button" data-by="1"></button><p role="status"></p></nav>',
)


def show_pager(
    titles: Sequence[str], at: int, done: Collection[int], said: str, on_walk: Callable[[int], None]
) -> None:
    """Put the way on the page.

    Args:
        titles: of all steps.
        at: the number of the one on the page, from 1.
        done: the numbers of those whose tasks are done.
        said: what is announced to those who don't see that the task is done, or "".
        on_walk: called with the number of the step to go to.
    """
    names = [
        (_("Step {number}: {title}, done") if number in done else _("Step {number}: {title}")).format(
            number=number, title=title
        )
        for number, title in enumerate(titles, 1)
    ]
    _component(
        key="pager",
        data={
            "at": at,
            "names": names,
            "done": sorted(done),
            "said": said,
            "back": _("Back"),
            "next": _("Next"),
            "label": _("Steps of the lesson"),
        },
        on_walked_change=lambda: on_walk(int(told("pager").walked)),
        height="content",
    )
