"""What all tests have in common."""

from hypothesis import settings

# How long a test takes is measured by the benchmarks, not asserted here.
settings.register_profile("netcore", deadline=None)
settings.load_profile("netcore")
