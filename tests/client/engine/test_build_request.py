"""HTTP requests: URL, headers, body; secrets for one origin only."""

import base64
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from cloud_marketplace._engine.build_request import (
    add_credentials,
    basic_credentials,
    build_request,
    timeout_of,
)
from cloud_marketplace._engine.call_redactor import passwords_in
from cloud_marketplace._engine.deadline import ATTEMPT, CALL
from cloud_marketplace._observability.redaction import Secret
from cloud_marketplace_api.api.customers import customers_create, customers_list
from cloud_marketplace_api.api.orders import orders_create, orders_get
from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import OPERATIONS
from support.client import CANARIES, KEY, PASSWORD, settings

SETTINGS = settings()


def request_of(call: Call[Any]) -> Any:
    """The request of a call."""
    return build_request(call, SETTINGS, 60.0)


def test_path_and_query_are_encoded() -> None:
    """An identifier can't change the path beyond its segment, nor a value the query."""
    assert request_of(orders_get.call("a/b?c")).url.endswith("/marketplace/na/orders/a%2Fb%3Fc")
    url = request_of(customers_list.call(name="A&B c#é")).url
    assert url.endswith("/customers?name=A%26B%20c%23%C3%A9")


def test_a_body_is_json() -> None:
    """A body leaves as JSON with its content type; without a body there is neither."""
    request = request_of(orders_create.call({"products": [{"quantity": Decimal("2.0")}]}))
    assert request.content == b'{"products":[{"quantity":"2.0"}]}'
    assert request.headers["Content-Type"] == "application/json"
    bare = request_of(orders_get.call(1))
    assert bare.content is None
    assert "Content-Type" not in bare.headers


def test_a_body_that_can_not_be_sent_is_a_type_error() -> None:
    """A value that JSON can't represent is an error with the operation, before anything is sent."""
    with pytest.raises(TypeError, match=r"orders\.create: a object can't be sent"):
        request_of(orders_create.call({"x": object()}))


@pytest.mark.parametrize("path", ["", "@evil.example/", ".evil.example/", "evil"])
def test_a_path_stays_below_the_base(path: str) -> None:
    """A path that does not begin with a slash could change the host, and is refused."""
    with pytest.raises(ValueError, match="begin with a slash"):
        build_request(
            replace(orders_get.call(1), path=path), settings(base_url="https://api.example"), 60.0
        )


def test_key_and_token_go_to_the_configured_origin_alone() -> None:
    """Key and authorisation are added for the configured origin, and for no other (facts A6)."""
    own = add_credentials(request_of(orders_get.call(1)), SETTINGS, Secret("t"))
    assert {name: secret.reveal() for name, secret in own.secrets.items()} == {
        "X-Subscription-Key": KEY,
        "Authorization": "Bearer t",
    }
    for url in (
        "https://evil.example/marketplace/na/orders",
        "http://api.example/marketplace/na/orders",
        "https://api.example:8443/marketplace/na/orders",
        "https://api.example@evil.example/",
    ):
        assert (
            add_credentials(replace(own, url=url, secrets={}), SETTINGS, Secret("t")).secrets == {}
        )


def test_without_a_token_name_and_password_go() -> None:
    """The token call carries HTTP Basic in UTF-8 (facts A7)."""
    request = add_credentials(request_of(orders_get.call(1)), SETTINGS, None)
    found = basic_credentials(
        settings(username="u", password=b"\xe4\xff".decode(errors="surrogateescape"))
    )
    assert base64.b64decode(found.reveal()) == b"u:\xe4\xff"
    pair = basic_credentials(SETTINGS).reveal()
    assert request.secrets["Authorization"].reveal() == f"Basic {pair}"
    assert basic_credentials(settings(username="ü", password="ö:ß")).reveal() == "w7w6w7Y6w58="


def test_a_request_hides_its_secrets() -> None:
    """The repr of a request shows neither headers nor query nor body."""
    call = customers_create.call({"contactPersons": [{"password": PASSWORD}]})
    shown = repr(add_credentials(request_of(call), SETTINGS, Secret(CANARIES[2])))
    assert shown == "HttpRequest(POST https://api.example/marketplace/na/customers)"


def test_passwords_in_a_body_are_known() -> None:
    """Passwords anywhere in a body are found, so that a response quoting them can be masked."""
    body = {"a": [{"password": "one"}, {"b": {"password": "two", "n": 5}}], "password": None}
    assert [secret.reveal() for secret in passwords_in(body)] == ["one", "two"]


def test_the_nearest_timeout_counts() -> None:
    """A timeout of the call has priority, then the client's, then the effect's (facts B7)."""
    order = OPERATIONS["orders.create"]
    assert timeout_of(order, None, SETTINGS) == CALL["order"] >= 180.0
    assert timeout_of(order, None, settings(timeout=30)) == 30.0
    assert timeout_of(order, 5, settings(timeout=30)) == 5.0
    assert set(CALL) == set(ATTEMPT) == {operation.effect for operation in OPERATIONS.values()}
    with pytest.raises(ValueError, match="positive"):
        timeout_of(order, 0, SETTINGS)
