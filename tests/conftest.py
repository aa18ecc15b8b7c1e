"""What all tests have in common."""

import os
import tempfile

from hypothesis import settings

# How long a test takes is measured by the benchmarks, not asserted here.
settings.register_profile("netcore", deadline=None)
settings.load_profile("netcore")

_rooms = tempfile.TemporaryDirectory(prefix="netcore-rooms-")
# Classes of tests are not to be among those of whoever runs them.
os.environ["NETCORE_DATABASE"] = f"sqlite:///{_rooms.name}/rooms.db"
