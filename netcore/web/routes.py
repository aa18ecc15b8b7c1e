"""The pages of the app, each once: what it is called, where it lies, and at which address."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """A page.

    Attributes:
        script: its file, seen from the folder of app.py.
        title: what it is called in the navigation.
        address: its path in the browser's address; "" for the page that opens first.
    """

    script: str
    title: str
    address: str


DRAW = Route("netcore/web/draw/page.py", "Draw", "")
LOOK_INSIDE = Route("netcore/web/look_inside/page.py", "Look inside", "inspect")
LEARN = Route("netcore/web/learn/page.py", "Learn", "learn")
TEST = Route("netcore/web/test/page.py", "Test", "test")
ROUTES = (DRAW, LOOK_INSIDE, LEARN, TEST)
"""In the order in which the navigation shows them."""
