"""Files written beside their place and renamed into it: whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Write a file; what stands at its place is replaced only when the new one is complete.

    Args:
        target: where to.

    Yields:
        The file to write to. When the block ends with an error, nothing is left of it.

    Raises:
        OSError: the folder can't be written to.
    """
    # Beside the target, so that the renaming stays within one file system.
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=target.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp's own is for secrets
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink()
        raise
