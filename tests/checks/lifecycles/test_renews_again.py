"""`renews_again` on a sound service and on faulty ones."""

import pytest
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.simulator.domain.orders import provisioning
from marketplace_contracts.simulator.domain.periods import Period
from support.check_driving import drive, operations_of
from support.harness import client_of
from support.service_faults import Body, responses


def _ends_early(body: Body) -> Body:
    """A subscription that ends before its renewal."""
    return {**body, "expirationDate": "2026-11-03"}


@pytest.mark.parametrize("operation", operations_of("renews_again"))
def test_a_sound_service_has_no_violation(sound: ApiClient, operation: str) -> None:
    """On a service that keeps its promises the check finds nothing, with something to look at."""
    assert drive(sound, "renews_again", operation) == []


def test_a_wrong_end_is_found() -> None:
    """A renewed subscription whose end does not move breaks the promise."""
    with client_of(responses("subscriptions.get", _ends_early)) as api:
        found = drive(api, "renews_again", "orders.create")
    assert any("expirationDate" in one.observed for one in found), found


@pytest.mark.parametrize("period", [Period("month", 1), Period("day", 14)])
def test_a_subscription_that_is_renewed_once_only_is_found(
    monkeypatch: pytest.MonkeyPatch, period: Period
) -> None:
    """A second term without an end of its own breaks the promise, for months and for days."""
    really = provisioning.World.watch_term

    def once(world: provisioning.World, subscription: provisioning.Subscription) -> None:
        is_first = subscription.renewal == period.after(world.clock.start.date())
        if subscription.plan.period != period or is_first:
            really(world, subscription)

    monkeypatch.setattr(provisioning.World, "watch_term", once)
    with client_of() as api:
        found = drive(api, "renews_again", "orders.create")
    assert any("renewalDate" in one.observed for one in found), found
