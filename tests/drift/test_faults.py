"""Parts of faults, at the seam of the simulator."""

import json
from dataclasses import replace

import pytest
from marketplace_contracts.drift import edits, faults
from marketplace_contracts.simulator.http.messages import Request, Response

LIST = Request("GET", "/orders", "orders.list", query=(("limit", "500"), ("status", "completed")))
CREATE = Request("POST", "/orders", "orders.create", body=b'{"type": "sales"}')
GOOD = Response(200, {"data": [{"id": "1"}], "pagination": {"offset": 0, "limit": 10, "total": 1}})
BAD = Response(404, {"status": 404}, {"X-Correlation-ID": "a8n-1"})


@pytest.mark.parametrize(
    ("where", "yes"),
    [("orders.list", True), ("*.list", True), ("a.b orders.*", True), ("orders.get", False)],
)
def test_operations_are_named_by_patterns(where: str, yes: bool) -> None:
    """A pattern matches operations; several patterns are separated by blanks."""
    assert faults.touches(where, LIST) is yes


def test_successful_responses_are_edited() -> None:
    """An edit of responses does not change errors and other operations."""
    part = faults.responses("orders.list", edits.drop("pagination"))
    assert part.after(LIST, GOOD).body == {"data": [{"id": "1"}]}
    assert part.after(LIST, BAD) == BAD
    assert part.after(CREATE, GOOD) == GOOD


def test_errors_are_edited_where_there_are_any() -> None:
    """An edit of errors does not change successful responses."""
    part = faults.errors("*", edits.put("status", 0))
    assert part.after(LIST, BAD).body == {"status": 0}
    assert part.after(LIST, GOOD) == GOOD


def test_rows_keep_their_page() -> None:
    """Rows are changed, their pagination is not."""
    found = faults.rows("*", lambda rows: rows * 2).after(LIST, GOOD).body
    assert len(found["data"]) == 2
    assert found["pagination"] == GOOD.body["pagination"]


def test_status_and_media_are_replaced() -> None:
    """Another status keeps the body unless one is given; another type makes it text."""
    assert faults.status("*", 404, 403).after(LIST, BAD) == replace(BAD, status=403)
    assert faults.status("*", 404, 200, None).after(LIST, BAD).body is None
    sent = faults.media("*", "text/plain", str.upper, 404).after(LIST, BAD)
    assert (sent.media, sent.body) == ("text/plain", '{"STATUS": 404}')


def test_the_service_sees_another_query() -> None:
    """Parameters are removed or changed before the service receives them."""
    seen = faults.without("*", "status").before(LIST)
    assert isinstance(seen, Request)
    assert seen.query == (("limit", "500"),)
    seen = faults.parameter("*", "limit", lambda _: "5").before(LIST)
    assert isinstance(seen, Request)
    assert faults.query_value(seen, "limit") == "5"


def test_the_service_sees_another_body() -> None:
    """Bodies are edited; a request without a body is unchanged."""
    seen = faults.bodies("*", edits.put("type", "change")).before(CREATE)
    assert isinstance(seen, Request)
    assert json.loads(seen.body) == {"type": "change"}
    assert faults.bodies("*", edits.drop("type")).before(LIST) == LIST


def test_a_refusal_comes_in_place_of_a_successful_response() -> None:
    """An accepted request is refused in the service's shape; a refused one stays refused."""
    part = faults.refuse("*", lambda _: True, "no")
    reported = part.after(LIST, GOOD)
    assert (reported.status, reported.body["message"], reported.body["path"]) == (
        400,
        "no",
        "/orders",
    )
    assert part.after(LIST, BAD) == BAD


def test_parts_are_put_together_in_order() -> None:
    """Both parts act, the first one first."""
    first = faults.responses("*", edits.add("", "n", 1))
    second = faults.responses("*", edits.change("n", lambda n: n + 1))
    assert (first & second).after(LIST, GOOD).body["n"] == 2
    assert "n" in (second & first).after(LIST, GOOD).body
    assert (second & first).after(LIST, GOOD).body["n"] == 1
