"""Which subscriptions renew or end before a day."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cloud_marketplace import models
from cloud_marketplace._workflows.renewals import renewing
from marketplace_contracts.simulator import Simulator
from support.working_clients import async_client_of, client_of

LIMIT = date(2027, 1, 1)


def row(number: int, **more: Any) -> models.SubscriptionSummary:
    """An active subscription that renews on a day."""
    given = {"id": str(number), "status": "active", "renewalStatus": True}
    return models.SubscriptionSummary.from_dict(given | {"renewalDate": "2026-12-01"} | more)


@pytest.mark.parametrize(
    "more",
    [
        {"renewalDate": "2027-01-01"},
        {"renewalDate": None},
        {"renewalDate": "soon"},
        {"status": "pending"},
        {"status": "removed"},
    ],
)
def test_others_are_left_out(more: dict[str, Any]) -> None:
    """The day itself, missing or unreadable dates and subscriptions not active don't count."""
    assert renewing([row(1, **more)], LIMIT) == []


def test_the_next_ones_come_first() -> None:
    """Rows are in order of their day, each once, those long due included."""
    rows = [row(1), row(2, renewalDate="2020-01-01"), row(1), row(3, renewalDate="2026-11-01")]
    assert [each.subscription.id for each in renewing(rows, LIMIT)] == ["2", "3", "1"]


def test_it_shows_whether_it_renews_or_ends() -> None:
    """The flag decides between renewal and end; without a renewal date the expiration counts."""
    rows = [
        row(1, renewalStatus=False, renewalDate=None, expirationDate="2026-11-05"),
        row(2, renewalStatus=None),
    ]
    found = renewing(rows, LIMIT)
    assert [(each.day, each.renews) for each in found] == [
        (date(2026, 11, 5), False),
        (date(2026, 12, 1), None),
    ]


def test_against_the_simulated_service() -> None:
    """Both clients give all active subscriptions before the day and no other."""
    with Simulator(seed=3) as simulator, client_of(simulator) as mp:
        found = mp.subscriptions.renewing(before=LIMIT)
        world = simulator.world.subscriptions.values()
        due = [s for s in world if s.status == "active" and s.renewal and s.renewal < LIMIT]
        assert {each.subscription.id for each in found} == {each.id for each in due} != set()

        async def main() -> Any:
            async with async_client_of(simulator) as twin:
                return await twin.subscriptions.renewing(before=LIMIT)

        assert [each.day for each in asyncio.run(main())] == [each.day for each in found]
        with pytest.raises(TypeError, match="day"):
            mp.subscriptions.renewing(before=datetime.now(UTC))
