"""Drifts: how an API that was fine yesterday hurts its callers today, and what notices it.

`python -m marketplace_contracts.drift` lets the simulator drift in each way of the catalogue and
runs the check against it.
"""

from marketplace_contracts.drift.catalogue import CATALOGUE
from marketplace_contracts.drift.model import Drift

__all__ = ["CATALOGUE", "Drift"]
