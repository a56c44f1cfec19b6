"""Faults that remember."""

from collections.abc import Mapping

from marketplace_contracts.drift import memory
from marketplace_contracts.drift.faults import FaultPart
from marketplace_contracts.simulator.http.messages import Request, Response

KEY = "x-subscription-key"
OK = Response(200, {"id": "7", "name": "A", "taxRegId": "T"})


def call(
    operation: str, header: str = "good", ids: Mapping[str, str] | None = None, body: bytes = b""
) -> Request:
    """A request with a key."""
    headers = {KEY: header}
    return Request("GET", f"/{operation}", operation, ids or {}, headers=headers, body=body)


def seen(part: FaultPart, request: Request) -> Request:
    """Return the request that the service receives."""
    found = part.before(request)
    assert isinstance(found, Request)
    return found


def test_a_lock_is_opened_with_a_key_seen_before() -> None:
    """Any key is accepted once a valid one was seen, for the given operations."""
    part = memory.unlocked("orders.get", KEY)
    assert seen(part, call("orders.get", "bad")).headers[KEY] == "bad"
    part.after(call("customers.get"), OK)
    assert seen(part, call("orders.get", "bad")).headers[KEY] == "good"
    assert seen(part, call("customers.get", "bad")).headers[KEY] == "bad"


def test_what_is_forgotten_is_neither_read_nor_listed() -> None:
    """A creation is confirmed; afterwards it is neither found nor listed."""
    part = memory.forgotten("customers.create", "customers.list")
    assert part.after(call("customers.create"), OK) == OK
    asked = seen(part, call("customers.get", ids={"id": "7"}))
    assert asked.ids == {"id": memory.NOTHING}
    page = Response(200, {"data": [{"id": "7"}, {"id": "6"}], "pagination": {"total": 2}})
    reported = part.after(call("customers.list"), page).body
    assert reported == {"data": [{"id": "6"}], "pagination": {"total": 1}}


def test_what_is_wiped_stays_empty_until_it_is_sent() -> None:
    """A change empties fields that it does not send, also for later readers."""
    part = memory.wiped("customers.update", "customers.get", ("taxRegId",))
    ids = {"id": "7"}
    part.after(call("customers.update", ids=ids, body=b'{"name": "A"}'), OK)
    assert "taxRegId" not in part.after(call("customers.get", ids=ids), OK).body
    part.after(call("customers.update", ids=ids, body=b'{"taxRegId": "T"}'), OK)
    assert part.after(call("customers.get", ids=ids), OK) == OK


def test_a_new_token_ends_the_old_one() -> None:
    """The token before the latest one is no longer good."""
    part = memory.one_token()
    for token in ("a", "b"):
        part.after(call("auth.token"), Response(200, {"token": token}))
    old = Request("GET", "/x", "orders.get", headers={"authorization": "Bearer a"})
    new = Request("GET", "/x", "orders.get", headers={"authorization": "Bearer b"})
    assert seen(part, old) != old
    assert seen(part, new) == new


def test_responses_change_after_some_calls_or_every_other_time() -> None:
    """Both count only successful responses of their operations."""
    later = memory.after_calls("a.get", 1, lambda *_: Response(500, {}))
    turns = memory.every_other("a.get", lambda *_: Response(500, {}))
    for part, wanted in ((later, [200, 500, 500]), (turns, [200, 500, 200])):
        assert part.after(call("b.get"), OK) == OK
        assert [part.after(call("a.get"), OK).status for _ in range(3)] == wanted
