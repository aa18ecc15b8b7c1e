"""As much of Playwright's Page as the tests' driver needs, in a browser that Playwright can't drive."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser.engines import Engine, EngineError

PATIENCE = 30_000
"""Milliseconds, as Playwright's."""

# Elements are found through shadow roots, and those alone that are to be seen.
FIND = r"""
const roots = root => [root, ...[root, ...root.querySelectorAll('*')].filter(one => one.shadowRoot)
    .flatMap(one => roots(one.shadowRoot))]
const below = (found, part) => found.flatMap(roots).flatMap(root => [...root.querySelectorAll(part)])
const isSeen = one => one.getClientRects().length && getComputedStyle(one).visibility !== 'hidden'
const css = selector => [...new Set(selector.split(/ (?![^[]*\])/).reduce(below, [document]))].filter(isSeen)
const isNamed = (one, text, isExact) => {
    const words = (one.ariaLabel ?? one.innerText ?? '').trim()
    return isExact ? words === text : words.includes(text)
}
"""

# Where to click: as soon as the element rests on the screen, and nothing lies over it.
PLACE = """async one => {
    const middle = () => {
        const { left, top, width, height } = one.getBoundingClientRect()
        return [left + width / 2, top + height / 2]
    }
    const { top, bottom } = one.getBoundingClientRect()
    if (top < 0 || bottom > innerHeight) one.scrollIntoView({ block: 'center', behavior: 'instant' })
    const before = middle()
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    let hit = document.elementFromPoint(...before)
    for (let root; (root = hit?.shadowRoot?.elementFromPoint(...before)); ) hit = root
    const isFree = hit && (one.contains(hit) || hit.contains(one)) && !one.disabled
    return isFree && `${before}` === `${middle()}` ? before : null
}"""


def wait_for(look: Callable[[], Any], what: str, timeout: float = PATIENCE) -> Any:
    """Wait until there is something; a page that is being left has nothing."""
    deadline, trouble = time.monotonic() + timeout / 1000, ""
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
        except EngineError as error:
            trouble = f": {error}"
        time.sleep(0.02)
    raise TimeoutError(f"{what} within {timeout / 1000} s{trouble}")


class DrivenPage:
    """The page in an engine. Selectors are of tags, classes and attributes, and of what lies within what."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.mouse = Mouse(engine)

    @property
    def url(self) -> str:
        return str(self.evaluate("location.href"))

    def goto(self, address: str) -> None:
        self.engine.go(address)

    def reload(self) -> None:
        self.goto(self.url)

    def set_viewport_size(self, size: dict[str, int]) -> None:
        self.engine.resize(size["width"], size["height"])

    def screenshot(self, path: str | Path) -> None:
        Path(path).write_bytes(self.engine.screenshot())

    def wait_for_timeout(self, milliseconds: float) -> None:
        time.sleep(milliseconds / 1000)

    def evaluate(self, script: str, arg: Any = None) -> Any:
        """The value of an expression, or what a function gives for `arg`."""
        return self.engine.run(
            f"arg => {{ const it = {script}\nreturn it instanceof Function ? it(arg) : it }}", arg
        )

    def wait_for_function(self, script: str, *, arg: Any = None, timeout: float = PATIENCE) -> "Value":
        return Value(wait_for(lambda: self.evaluate(script, arg), f"{script} of {arg!r}", timeout))

    def wait_for_selector(self, selector: str, *, timeout: float = PATIENCE) -> None:
        self.locator(selector).wait_for(timeout=timeout)

    def locator(self, selector: str) -> "Locator":
        return Locator(self, f"css({json.dumps(selector)})")

    def get_by_role(self, role: str, *, name: str, exact: bool = False) -> "Locator":
        return self.locator({"link": "a"}.get(role, role)).named(name, exact)

    def get_by_text(self, text: str, *, exact: bool = False) -> "Locator":
        return self.locator("body").get_by_text(text, exact=exact)


class Locator:
    """Elements of a page, of which the first is meant; `found` is how JavaScript finds them."""

    def __init__(self, page: DrivenPage, found: str) -> None:
        self.page, self.found = page, found

    @property
    def first(self) -> "Locator":
        return self

    @property
    def last(self) -> "Locator":
        return self._then(".slice(-1)")

    def named(self, name: str, exact: bool) -> "Locator":
        return self._then(f".filter(one => isNamed(one, {json.dumps(name)}, {json.dumps(exact)}))")

    def get_by_text(self, text: str, *, exact: bool = False) -> "Locator":
        """The innermost element with this text."""
        inner = self._then(".flatMap(one => [...one.querySelectorAll('*')])").named(text, exact)
        return inner._then(".filter(isSeen)").last

    def _then(self, more: str) -> "Locator":
        return Locator(self.page, self.found + more)

    def count(self) -> int:
        return int(self.page.engine.run(f"() => {{ {FIND}return {self.found}.length }}"))

    def evaluate(self, function: str, arg: Any = None) -> Any:
        """What the function gives for the element and `arg`, once it is there."""
        value = f"const [one] = {self.found}\nreturn one && [await ({function})(one, arg)]"
        return wait_for(lambda: self.page.engine.run(f"async arg => {{ {FIND}{value} }}", arg), self.found)[0]

    def wait_for(self, *, timeout: float = PATIENCE) -> None:
        wait_for(self.count, self.found, timeout)

    def inner_text(self) -> str:
        return str(self.evaluate("one => one.innerText"))

    def bounding_box(self) -> dict[str, float]:
        box: dict[str, float] = self.evaluate(
            "one => (({ x, y, width, height }) => ({ x, y, width, height }))(one.getBoundingClientRect())"
        )
        return box

    def click(self) -> None:
        self.page.mouse.click(*wait_for(lambda: self.evaluate(PLACE), f"{self.found} free to be clicked"))


class Value:
    """What was waited for."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def json_value(self) -> Any:
        return self.value


class Mouse:
    """Moves and presses as a person's does, a step at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.place = (0.0, 0.0)

    def move(self, x: float, y: float, *, steps: int = 1) -> None:
        from_x, from_y = self.place
        ways = [step / steps for step in range(1, steps + 1)]
        self._act(*(_to(from_x + way * (x - from_x), from_y + way * (y - from_y)) for way in ways))
        self.place = (x, y)

    def down(self) -> None:
        self._act({"type": "pointerDown", "button": 0})

    def up(self) -> None:
        self._act({"type": "pointerUp", "button": 0})

    def click(self, x: float, y: float) -> None:
        self.move(x, y)
        self.down()
        self.up()

    def _act(self, *actions: dict[str, Any]) -> None:
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.engine.act([{**mouse, "actions": list(actions)}])


def _to(x: float, y: float) -> dict[str, Any]:
    return {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0, "origin": "viewport"}
