"""Set up all that the tests need, then run them: `python3 tests [arguments of pytest]`.

Needs Python and nothing else; the packages go into .venv in the project's folder.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

from browser.chromium import find_chromium

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"


def main() -> int:
    """Run every test, or those that pytest's arguments name."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    for requirements in ("requirements.txt", "tests/requirements.txt"):
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", ROOT / requirements], check=True)
    if not find_chromium():
        install_chromium(python)
    return subprocess.call([python, "-m", "pytest", *sys.argv[1:]], cwd=ROOT)


def install_chromium(python: Path) -> None:
    """Fetch a browser; if none is to be had, the browser tests say so."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    else:
        subprocess.run([python, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    sys.exit(main())
