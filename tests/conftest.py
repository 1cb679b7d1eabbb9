"""Settings that every test shares."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No deadline: shared machines stall. Derandomised: a failure on one machine is a failure on all.
settings.register_profile(
    "polegraph", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("polegraph")
