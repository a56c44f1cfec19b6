"""Use operations that were just generated, as users would, and print what they return as JSON.

A process of its own runs this, since the generated package is another one than that of the tests.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from pathlib import Path
from typing import Any

from cloud_marketplace import AsyncMarketplace, Attempt, Marketplace, models
from marketplace_contracts.description.spec import load
from marketplace_contracts.simulator import Simulator


def used(mp: Any, attempts: list[Attempt]) -> dict[str, Any]:
    """Use each new operation by the synchronous client."""
    page = mp.shelves.list(limit=7)
    first = [row.id for row in page.data]
    shelf = mp.shelves.get(first[0])
    red = mp.shelves.list(colour="red", is_thick=True, width=0.5)
    order = mp.orders.list(limit=1).data[0].id
    made = mp.shelves.create({"id": "SH-000007", "name": "Oak"})
    found = {
        "ids": [row.id for row in mp.shelves.list()],
        "first": first,
        "calls": sum(attempt.operation == "shelves.list" for attempt in attempts),
        "red": sorted({row.colour.value for row in red}),
        "shelf": [type(shelf).__name__, shelf.id, type(shelf.made).__name__],
        "made": [type(made).__name__, made.id, made.name],
        "deleted": mp.shelves.delete(shelf.id),
        "history": [mp.orders.history(order).order_id == order],
    }
    read = {"id": "1", "name": "Basic", "shelfLife": 9}
    plan: Any = models.PlanSummary.from_dict(read)
    return found | {"plan": [plan.shelf_life, plan.to_dict() == read, plan.additional_properties]}


async def used_async(mp: Any) -> dict[str, Any]:
    """Use some of them by the asynchronous client."""
    ids = [row.id async for row in mp.shelves.list()]
    return {"async ids": ids, "async shelf": (await mp.shelves.get(ids[0])).id}


def signatures(kind: Any) -> dict[str, str]:
    """Return the parameters of the new methods of a client."""
    from cloud_marketplace_api import api

    prefix = "Async" if kind is AsyncMarketplace else ""
    names = [("Shelves", name) for name in ("list", "get", "create", "delete")] + [
        ("Orders", "history")
    ]
    return {
        f"{owner}.{name}": str(inspect.signature(getattr(getattr(api, prefix + owner), name)))
        for owner, name in names
    }


async def main(path: Path) -> dict[str, Any]:
    """Use both clients against a simulator of a description."""
    attempts: list[Attempt] = []
    with Simulator(spec=load(path)) as simulator:
        environ = simulator.environment
        with Marketplace.from_env(
            environ, hooks=[attempts.append], **simulator.client_options
        ) as mp:
            found = await asyncio.to_thread(used, mp, attempts)
        twin = AsyncMarketplace.from_env(environ, **simulator.async_client_options)
        async with twin as amp:
            found |= await used_async(amp)
    return found | {"sync": signatures(Marketplace), "async": signatures(AsyncMarketplace)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(Path(sys.argv[1])))))
