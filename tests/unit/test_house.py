"""The rooms of the house and which way its arrows run."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import netcore

PACKAGE = Path(netcore.__file__).parent
CORE = {"numpy", "PIL", "netcore"}
ALLOWED = {
    "figures": CORE | {"plotly"},
    "web": CORE | {"plotly", "streamlit", "streamlit_drawable_canvas", "threadpoolctl"},
    "cli": CORE | {"click", "threadpoolctl"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    """Full names of all modules that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    allowed = ALLOWED.get(room, CORE) | sys.stdlib_module_names
    imports = imports_of(path)
    assert {name.split(".")[0] for name in imports} <= allowed
    if room not in ("web", "figures"):
        assert not any(name.startswith(("netcore.web", "netcore.figures")) for name in imports)
    if room == "figures":
        assert not any(name.startswith("netcore.web") for name in imports)


def test_the_core_is_imported_without_plotly_and_streamlit() -> None:
    code = "import sys, netcore; assert not {'plotly', 'streamlit'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, check=True)


def test_a_text_that_stands_alone_in_a_page_script_is_not_shown() -> None:
    config = tomllib.loads((PACKAGE.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["runner"]["magicEnabled"] is False


def test_every_public_name_exists() -> None:
    for name in netcore.__all__:
        assert hasattr(netcore, name)


def test_only_one_file_keeps_what_is_a_persons_and_only_one_knows_of_the_widgets() -> None:
    touching = {path.name for path in FILES if "session_state" in path.read_text(encoding="utf-8")}
    assert touching == {"state.py", "widgets.py"}


def test_what_a_person_made_is_plain_data() -> None:
    imported = {name for path in FILES if path.parent.name == "person" for name in imports_of(path)}
    assert not any(name.startswith("streamlit") for name in imported)
