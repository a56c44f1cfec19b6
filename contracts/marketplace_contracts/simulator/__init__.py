"""A stateful Marketplace service over real HTTP, seeded and deterministic.

    with Simulator(seed=1) as simulator:
        ...  # call simulator.base_url; move simulator.clock

It follows the facts, not the spec: its responses are a second opinion. Only requests are validated
against the spec.

Time stands still until `clock.advance(seconds)`: after 5 s an order is processed, after 30 s it
is completed; tokens, reports, renewals and rate windows follow the same clock. A client that gets
`**simulator.client_options` shares it and never waits. `serve` lets time pass by itself.

To make things fail: `simulator.faults` refuses, loses, delays or replaces the next responses of an
operation; `breaks` make the service drift from its contract; a PO number or a report name that
begins with `FAIL` ends in `error`; PATCH of an open order with `{"statusCode": "CL"}` cancels it.
`simulator.world` changes prices, products, subscriptions, tokens and customers.

The same can be done over HTTP where `control` is on, as it is in `serve`:

    POST /_simulator/clock {"advance": seconds}
    POST /_simulator/faults {"fault": "drop", "operation": "orders.create", "times": 1}
    GET, DELETE /_simulator/faults      the faults with their hits; remove all
    POST /_simulator/world {"change": "set-price", "product": "PRD100501", "amount": "22.10"}
    GET, DELETE /_simulator/requests    the latest requests, without secrets
    POST /_simulator/reset
    GET /_simulator/openapi.json

Every world, whatever its seed, has the objects that the spec's examples refer to: customer 1000611
with subscription 1300501 (18 seats of MPN CFQ7TTC0ZZ01:0004, which is unique), the MPN
CFQ7TTC0ZZ02:0001 (shared by three products), reseller 1000077, plan 10005, and the report
6c9f3b0e-0c0f-4d6b-9a55-3c2b1a0f9e8d.
"""

from marketplace_contracts.simulator import faults
from marketplace_contracts.simulator.adjustable_world import AdjustableWorld
from marketplace_contracts.simulator.domain.clock import Clock
from marketplace_contracts.simulator.faults.contract_faults import FAULTS, Fault
from marketplace_contracts.simulator.faults.injected import Faults, InjectedFault
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.options import SimulatorError
from marketplace_contracts.simulator.server import Simulator
from marketplace_contracts.simulator.serving import serve

Break = Fault
"""The former name of `Fault`."""
BREAKS = FAULTS
"""The former name of `FAULTS`."""

__all__ = [
    "BREAKS",
    "FAULTS",
    "AdjustableWorld",
    "Break",
    "Clock",
    "Fault",
    "Faults",
    "InjectedFault",
    "Request",
    "Response",
    "Simulator",
    "SimulatorError",
    "faults",
    "serve",
]
