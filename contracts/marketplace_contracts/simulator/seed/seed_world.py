"""Make a world from a seed; the same seed gives the same bytes."""

from __future__ import annotations

from marketplace_contracts.simulator.adjustable_world import AdjustableWorld
from marketplace_contracts.simulator.domain.clock import Clock
from marketplace_contracts.simulator.options import SIZES, Options
from marketplace_contracts.simulator.seed.accounts import seed_accounts
from marketplace_contracts.simulator.seed.catalog import seed_catalog
from marketplace_contracts.simulator.seed.orders import seed_orders
from marketplace_contracts.simulator.seed.reports import seed_reports
from marketplace_contracts.simulator.seed.subscriptions import seed_subscriptions


def make_world(options: Options, clock: Clock) -> AdjustableWorld:
    """Return a world of the chosen size with all its objects."""
    world = AdjustableWorld(options, clock)
    size = SIZES[options.size]
    seed_accounts(world, size)
    seed_catalog(world, size)
    seed_subscriptions(world, size)
    seed_orders(world, size)
    seed_reports(world)
    return world
