"""The rooms of the house, what stands in them, and which way its arrows run."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import netcore

PACKAGE = Path(netcore.__file__).parent
PYTHON_FILES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    {"errors", "activations", "language"},
    {"network", "preprocess"},
    {"files", "parts"},
    {"layout"},
    {"reading"},
    {"data", "saying"},
    {"training", "evaluation", "inspection", "classroom"},
    {"netcore"},  # the public names
    {"cli", "figures"},
    {"__main__", "web"},
)
"""Every room, a folder or a file right in netcore/, from the ground upwards. Arrows point downwards, and
where they stay on a floor they make no circle. The core is all below the floor of the figures."""
CORE = {"netcore", "numpy", "PIL"}
MAY_IMPORT = {
    "figures": CORE | {"plotly"},
    "web": CORE | {"plotly", "segno", "streamlit", "streamlit_drawable_canvas", "threadpoolctl"},
    "cli": CORE | {"click", "threadpoolctl"},
    "files": CORE | {"cv2"},
    "training": CORE | {"distributed", "threadpoolctl"},
    "language": CORE | {"babel"},
    "classroom": CORE | {"platformdirs", "sqlalchemy"},
}
"""Besides the standard library; what isn't named here is the core and may import CORE alone."""
HOUSE = {
    ".": "__init__ __main__ activations errors language network preprocess reading saying",
    "classroom": "database export learning limits names rooms wall",
    "cli": "data evaluate learn predict train",
    "data": "augment download drawings mnist prepared sample splits",
    "evaluation": "robustness scores",
    "files": "atomic npz photographs pictures weights",
    "figures": "theme",
    "inspection": "edits example_gradients explain pca",
    "training": "backpropagation checkpoints computers config learner making optimizer pieces pruning "
    "recipes run slices snapshots",
    "web": "routes state text widgets",
    "web/classroom": "page",
    "web/components": "",
    "web/draw": "page",
    "web/learn": "page",
    "web/lesson": "page",
    "web/lesson/steps": "step",
    "web/look_inside": "page",
    "web/person": "drawing handwriting history own_network settings",
    "web/test": "page",
}
"""In each folder the files that the design names; there may be more."""


def module_of(path: Path) -> str:
    """netcore/data/mnist.py → netcore.data.mnist, netcore/data/__init__.py → netcore.data."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in PYTHON_FILES}


def imports_of(path: Path) -> set[str]:
    """Full names of all modules that a file imports: of netcore's own, the files that it takes names from."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path} imports by dots."
            deeper = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in MODULES else node.module for name in deeper}
    return names


def room_of(module: str) -> str:
    """netcore.data.mnist → data, netcore.network → network, netcore itself → netcore."""
    return (*module.split("."), "netcore")[1]


def circle_in(arrows: dict[str, Iterable[str]]) -> list[str]:
    """What imports each other in a circle; nothing if there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


ARROWS = {module: {name for name in imports_of(path) if name in MODULES} for module, path in MODULES.items()}
"""From every file to those that it imports, by the names of their modules."""
FLOOR_OF = {room: number for number, floor in enumerate(FLOORS) for room in floor}


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_what_it_may(module) -> None:
    allowed = MAY_IMPORT.get(room_of(module), CORE) | sys.stdlib_module_names
    assert {name.split(".")[0] for name in imports_of(MODULES[module])} <= allowed


@pytest.mark.parametrize("module", MODULES)
def test_no_arrow_runs_upwards(module) -> None:
    here = room_of(module)
    above = {name for name in ARROWS[module] if FLOOR_OF[room_of(name)] > FLOOR_OF[here]}
    assert not above, f"{here} is under {above}"


def test_command_line_and_pages_keep_to_themselves() -> None:
    for module, imported in ARROWS.items():
        if room_of(module) not in ("cli", "__main__"):
            assert "cli" not in map(room_of, imported), module


def test_every_room_stands_on_a_floor() -> None:
    assert set(map(room_of, MODULES)) == set(FLOOR_OF)


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circle_in(ARROWS) == []


def test_no_folders_import_each_other_in_a_circle() -> None:
    rooms: dict[str, set[str]] = {}
    for module, imported in ARROWS.items():
        here = room_of(module)
        rooms.setdefault(here, set()).update(room_of(name) for name in imported if room_of(name) != here)
    assert circle_in(rooms) == []


def test_no_folders_of_the_app_import_each_other_in_a_circle() -> None:
    def folder_of(module: str) -> str:
        return str(MODULES[module].parent.relative_to(PACKAGE))

    folders: dict[str, set[str]] = {}
    for module, imported in ARROWS.items():
        if room_of(module) == "web":
            here = folder_of(module)
            others = {folder_of(name) for name in imported if room_of(name) == "web"} - {here, "web"}
            folders.setdefault(here, set()).update(others)
    del folders["web"]  # what stands right in it is partly above the folders and partly below
    assert circle_in(folders) == []


@pytest.mark.parametrize(("folder", "names"), HOUSE.items(), ids=HOUSE)
def test_what_the_design_names_is_there(folder, names) -> None:
    assert (PACKAGE / folder / "__init__.py").is_file()
    for name in names.split():
        assert (PACKAGE / folder / f"{name}.py").is_file(), name


@pytest.mark.parametrize("arrows", [{"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}], ids=str)
def test_a_circle_is_found(arrows) -> None:
    assert set(circle_in(arrows)) == set(arrows)


def test_the_core_is_imported_without_plotly_and_streamlit() -> None:
    core = [module for module in MODULES if FLOOR_OF[room_of(module)] < FLOOR_OF["figures"]]
    code = f"import sys, {', '.join(core)}; assert not {{'plotly', 'streamlit', 'click'}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, check=True)


def test_a_text_that_stands_alone_in_a_page_script_is_not_shown() -> None:
    config = tomllib.loads((PACKAGE.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["runner"]["magicEnabled"] is False


def test_every_public_name_exists() -> None:
    for name in netcore.__all__:
        assert hasattr(netcore, name)


def test_only_one_file_keeps_what_is_a_persons_and_only_one_knows_of_the_widgets() -> None:
    touching = {path.name for path in PYTHON_FILES if "session_state" in path.read_text(encoding="utf-8")}
    assert touching == {"state.py", "widgets.py"}


def test_what_a_person_made_is_plain_data() -> None:
    imported = {name for path in PYTHON_FILES if path.parent.name == "person" for name in imports_of(path)}
    assert not any(name.startswith("streamlit") for name in imported)
