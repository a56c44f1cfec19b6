"""Whole calls that fail and are sent again: attempts, pauses, deadlines, the reserve."""

import asyncio
from typing import Any

import httpx
import pytest
from cloud_marketplace import NoAnswer, NotSent, OutcomeUnknown, RateLimited, Refused, ServerError
from cloud_marketplace_api.operations import OPERATIONS
from support.client import Clock, Service, gateway, said

GOOD = httpx.Response(200, json={"id": "7"})
LOST, REFUSED = httpx.ReadTimeout("slow"), httpx.ConnectError("refused")


def test_a_read_continues_after_failures() -> None:
    """A read is sent again after time-outs, broken connections and 5xx, and gets its response."""
    service = Service([LOST, REFUSED, httpx.Response(504), said(503, "busy"), GOOD])
    assert service.client().orders.get(7).id == "7"
    assert len(service.requests) == 5


def test_an_error_has_the_number_of_attempts() -> None:
    """A read without any response ends after six attempts, and its error has the number."""
    service = Service([LOST])
    with pytest.raises(NoAnswer, match="6 attempts") as caught:
        service.client().orders.get(7)
    assert caught.value.attempts == len(service.requests) == 6


def test_an_order_is_sent_again_only_if_it_never_arrived() -> None:
    """An order is sent again after a failed connection, not after a lost response (B9)."""
    service = Service([REFUSED, LOST, GOOD])
    with pytest.raises(OutcomeUnknown) as caught:
        service.client().orders.create({})
    assert caught.value.attempts == 2


def test_a_conflict_is_raised_at_once() -> None:
    """A business reason in a 500 is never tried again, for a read neither (facts C7)."""
    service = Service([said(500, "there is already an order")])
    with pytest.raises(ServerError) as caught:
        service.client().orders.get(7)
    assert caught.value.attempts == 1


def test_a_doubt_about_a_write_stays() -> None:
    """A write whose first response got lost stays open when the second attempt is refused."""
    service = Service([LOST, said(404, "no such customer")])
    with pytest.raises(OutcomeUnknown, match="no such customer"):
        service.client().customers.update(1, {})


def test_a_doubt_is_not_forgotten_by_a_later_attempt_that_was_not_carried_out() -> None:
    """A lost response, then a 429 and a refused connection, then a refusal: still unknown."""
    not_carried_out = (gateway(429, "x"), httpx.ConnectError("refused"))
    for between in not_carried_out:
        service = Service([LOST, between, said(404, "no such customer")])
        with pytest.raises(OutcomeUnknown) as caught:
            service.client().customers.update(1, {})
        assert caught.value.attempts == 3


def test_waiting_for_the_rate_counts_against_a_given_timeout() -> None:
    """A call that was given 50 s and waited 30 s for the rate has 20 s left for its attempt."""
    clock = Clock()
    service = Service([httpx.Response(200, json={"id": "7"})])
    with service.client(clock=clock, rate="2/30s") as mp:
        mp.orders.get(7, timeout=50)
        mp.orders.get(7, timeout=50)
        mp.orders.get(7)
        mp.orders.get(7)
    allowed = [request.extensions["timeout"]["read"] for request in service.requests]
    assert allowed == [50.0, 20.0, 120.0, 120.0]
    assert clock.slept


def test_a_wait_beyond_the_deadline_is_raised_with_its_value() -> None:
    """Retry-After beyond the deadline is raised at once, with the seconds to wait."""
    clock = Clock()
    service = Service([gateway(429, "x", **{"Retry-After": "50"})])
    with pytest.raises(RateLimited) as caught:
        service.client(clock=clock, timeout=40).orders.get(7)
    assert (caught.value.retry_after, clock.now) == (50.0, 1000.0)


def test_attempts_shrink_to_what_is_left() -> None:
    """Each attempt gets the time that is left of the one deadline, and the last one ends it."""
    clock = Clock()

    def late(_: httpx.Request) -> httpx.Response:
        clock.now += 4
        raise httpx.ReadTimeout("slow")

    service = Service([late])
    with pytest.raises(NoAnswer) as caught:
        service.client(clock=clock, timeout=10, random=lambda: 0.5).orders.get(7)
    given = [request.extensions["timeout"]["read"] for request in service.requests]
    assert given == [10.0, 5.5, 0.5]
    assert caught.value.elapsed == pytest.approx(13.5)


def test_a_client_in_trouble_stops_resending() -> None:
    """When the reserve of resends is spent, calls fail after their first attempt."""
    service = Service([LOST])
    mp = service.client()
    attempts = []
    for _ in range(6):
        with pytest.raises(NoAnswer) as caught:
            mp.orders.get(7)
        attempts.append(caught.value.attempts)
    assert attempts == [6, 6, 6, 6, 1, 1]
    service.responses = [GOOD]
    for _ in range(5):
        mp.orders.get(7)
    service.responses = [LOST]
    with pytest.raises(NoAnswer, match="2 attempts"):
        mp.orders.get(7)


def test_an_early_fetch_of_a_token_that_fails_does_no_harm() -> None:
    """A failed refresh in the first window serves the old token, after one try."""
    clock, service = Clock(), Service([GOOD])
    with service.client(clock=clock) as mp:
        mp.orders.get(7)
        clock.now += 1250
        service.tokens = [httpx.ReadTimeout("slow")]
        assert mp.orders.get(7).id == "7"
    assert len(service.token_requests) == 2
    assert service.requests[-1].headers["authorization"].endswith("-1")


def test_nobody_home() -> None:
    """A service that can't be reached is NotSent after six attempts."""
    with pytest.raises(NotSent, match="6 attempts"):
        Service([REFUSED]).client().orders.create({})


WRITES: dict[str, tuple[Any, ...]] = {
    "customers.create": ({},),
    "customers.update": (1, {}),
    "orders.create": ({},),
    "orders.update": (1, {}),
    "reports.create": ({},),
    "resellers.create": ({},),
    "resellers.create_customer": (1, {}),
    "resellers.update": (1, {}),
    "subscriptions.set_special_pricing": (1, {}),
    "subscriptions.update": (1, {}),
}
STRANGERS = {
    "a redirect": httpx.Response(302, headers={"Location": "https://sign.in.example/"}),
    "a redirect in JSON of the service": said(307, "moved"),
    "a page": httpx.Response(403, html="<title>Blocked by a proxy</title>"),
    "an empty response": httpx.Response(404),
    "JSON of a form of its own": httpx.Response(409, json={"error": "conflict", "code": 17}),
    "another status than the response has": httpx.Response(
        400, json={"statusCode": 404, "message": "Resource not found"}
    ),
}


def call_of(client: Any, operation: str) -> Any:
    """Send the write of an operation."""
    resource, verb = operation.split(".")
    return getattr(getattr(client, resource), verb)(*WRITES[operation])


def test_each_write_is_known() -> None:
    """The calls of the tests below are all the writes and orders of the description."""
    assert set(WRITES) == {op.id for op in OPERATIONS.values() if op.effect in ("write", "order")}


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("operation", WRITES)
def test_only_the_service_refuses_a_write(operation: str, stranger: str) -> None:
    """A page of a proxy leaves it open whether a customer was created, in both clients."""
    service = Service([STRANGERS[stranger]])
    with service.client() as mp, pytest.raises(OutcomeUnknown):
        call_of(mp, operation)

    async def other() -> None:
        async with service.async_client() as mp:
            await call_of(mp, operation)

    with pytest.raises(OutcomeUnknown):
        asyncio.run(other())
    assert len(service.requests) == 2  # each was sent once


@pytest.mark.parametrize("operation", WRITES)
def test_json_of_service_or_gateway_refuses_a_write(operation: str) -> None:
    """Their 403 and 404 say that nothing happened."""
    for reply in (said(404, "No such customer"), gateway(403, "Out of call volume quota")):
        with Service([reply]).client() as mp, pytest.raises(Refused):
            call_of(mp, operation)
