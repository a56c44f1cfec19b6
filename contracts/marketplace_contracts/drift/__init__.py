"""Drifts: deviations of a service from its contract, and the checks that catch them.

`python -m marketplace_contracts.drift` makes the simulator deviate in each way of the catalogue
and runs the check against it.
"""

from marketplace_contracts.drift.catalogue import CATALOGUE
from marketplace_contracts.drift.model import Drift

__all__ = ["CATALOGUE", "Drift"]
