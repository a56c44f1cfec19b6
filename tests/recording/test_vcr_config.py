"""What counts as the same request when a cassette is played."""

from typing import Any

import pytest
from marketplace_contracts.recording.vcr_config import (
    same_address,
    same_body,
    same_credentials,
    same_query,
)
from marketplace_contracts.recording.vcr_library import Request

BASE = "https://marketplace.example/marketplace/na/orders"


def request(uri: str = BASE, body: bytes | None = None, **headers: str) -> Any:
    """A request as vcrpy describes it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request("POST", uri, body, named)


@pytest.mark.parametrize(
    ("matcher", "other"),
    [
        (same_address, request(f"{BASE}/1")),
        (same_address, request(BASE.replace("https", "http"))),
        (same_query, request(f"{BASE}?limit=1")),
        (same_query, request(f"{BASE}?limit=")),
        (same_body, request(body=b'{"quantity": 1}')),
        (same_credentials, request(Authorization="Bearer SCRUBBED")),
    ],
)
def test_another_request_does_not_match(matcher: Any, other: Any) -> None:
    """Another address, query (an empty parameter too), body or credential is another request."""
    matcher(request(), request())
    with pytest.raises(AssertionError):
        matcher(request(), other)


def test_numbers_match_by_type() -> None:
    """A body with 1 is neither one with 1.0 nor one with true."""
    for other in (b'{"a": 1.0}', b'{"a": true}', b'{"a": "1"}'):
        with pytest.raises(AssertionError):
            same_body(request(body=b'{"a": 1}'), request(body=other))


def test_spelling_does_not_matter() -> None:
    """The order of keys, of parameters and spaces in JSON make no other request."""
    same_body(request(body=b'{"a":1,"b":2}'), request(body=b'{"b": 2, "a": 1}'))
    same_query(request(f"{BASE}?a=1&b=2"), request(f"{BASE}?b=2&a=1"))
