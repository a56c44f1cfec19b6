"""A stateful Marketplace service over real HTTP, seeded and deterministic.

    with Simulator(seed=1) as simulator:
        ...  # talk to simulator.base_url; move simulator.clock

It follows the facts, not the spec: its answers are a second opinion. Only requests are held
against the spec.
"""

from marketplace_contracts.simulator import faults
from marketplace_contracts.simulator.breaks import BREAKS, Break
from marketplace_contracts.simulator.exchange import Answer, Request
from marketplace_contracts.simulator.options import SimulatorError
from marketplace_contracts.simulator.server import Simulator, serve

__all__ = ["BREAKS", "Answer", "Break", "Request", "Simulator", "SimulatorError", "faults", "serve"]
