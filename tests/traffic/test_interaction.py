"""An interaction has its request and its response, from any source."""

from marketplace_contracts.traffic.interaction import Headers, interaction, relative_to
from support.harness import BASE, SPEC, made


def test_headers_know_no_letter_case() -> None:
    """Header values are found in any letter case; several of one name are joined."""
    headers = Headers([("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-A", "1")])
    assert headers["SET-COOKIE"] == "a=1, b=2"
    assert "x-a" in headers
    assert len(headers) == 2
    assert "b=2" not in repr(headers)


def test_an_interaction_knows_its_operation() -> None:
    """Method and path below the base address identify the operation and its path parameters."""
    found = made("orders.get", {"a": 1}, ids={"id": "7"}, query={"limit": "5"})
    assert found.operation is SPEC.operations["orders.get"]
    assert found.ids == {"id": "7"}
    assert found.relative == "/orders/7"
    assert found.query_value("limit") == "5"
    assert found.schema_pointer is not None


def test_an_interaction_of_nothing_known() -> None:
    """A request that matches no operation is still an interaction."""
    request = ("DELETE", f"{BASE}/orders", Headers(), b"")
    found = interaction(SPEC, BASE, request, (405, Headers(), b""), "test")
    assert found.operation is None
    assert found.schema_pointer is None
    assert not found.ok


def test_a_parameter_sent_twice_says_nothing() -> None:
    """A parameter that was sent more than once has no one value."""
    request = ("GET", f"{BASE}/orders?limit=1&limit=2", Headers(), b"")
    found = interaction(SPEC, BASE, request, (200, Headers(), b""), "test")
    assert found.query_value("limit") is None


def test_bodies_are_read_as_json_or_not() -> None:
    """A body is parsed if it is JSON; if not, that is no error."""
    good = made("plans.list", {"data": []})
    assert good.ok
    assert good.json == {"data": []}
    bad = made("plans.list", raw=b"\xff{", headers={"Content-Type": "application/json"})
    assert bad.json_error
    assert bad.json is None
    page = made("plans.list", raw=b"<p>", headers={"Content-Type": "Text/HTML; charset=utf-8"})
    assert page.media_type == "text/html"
    assert not page.is_json


def test_the_request_is_read_too() -> None:
    """What was sent is read as JSON where it is JSON."""
    assert made("orders.create", payload={"a": 1}).sent_json == {"a": 1}
    assert made("orders.create").sent_json is None


def test_secrets_do_not_show() -> None:
    """Neither headers nor bodies are part of an interaction's text."""
    found = made("plans.list", {"token": "t0ps3cret"}, sent={"Authorization": "Bearer t0ps3cret"})
    assert "t0ps3cret" not in repr(found)


def test_paths_are_relative_to_the_base() -> None:
    """The base address is removed, with or without a trailing slash."""
    assert (
        relative_to("http://h/marketplace/na/", "http://h/marketplace/na/orders?x=1") == "/orders"
    )
    assert relative_to("http://h/marketplace/na", "http://h/marketplace/na") == "/"
