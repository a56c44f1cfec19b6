"""Making a world from a seed: the same one, byte for byte, each time."""

from __future__ import annotations

from marketplace_contracts.simulator.clock import Clock
from marketplace_contracts.simulator.options import SIZES, Options
from marketplace_contracts.simulator.seed_accounts import seed_accounts
from marketplace_contracts.simulator.seed_catalog import seed_catalog
from marketplace_contracts.simulator.seed_orders import seed_orders
from marketplace_contracts.simulator.seed_reports import seed_reports
from marketplace_contracts.simulator.seed_subscriptions import seed_subscriptions
from marketplace_contracts.simulator.world import World


def make_world(options: Options, clock: Clock) -> World:
    """A world of the chosen size, filled."""
    world = World(options, clock)
    size = SIZES[options.size]
    seed_accounts(world, size)
    seed_catalog(world, size)
    seed_subscriptions(world, size)
    seed_orders(world, size)
    seed_reports(world)
    return world
