"""Tokens: how they are bought, shown and run out."""

import base64
from typing import Any

import pytest
from support.simulator_api import Api, simulated


def basic(user: str, password: str) -> dict[str, str]:
    """The header of HTTP Basic."""
    encoded = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {encoded}"}


def ask(api: Api, status: int, body: object, headers: dict[str, str] | None = None) -> Any:
    """Return the response to a token call, by default with valid credentials."""
    user = basic(api.simulator.username, api.simulator.password)
    return api.send("POST", "/token", status, json=body, headers=headers or user)


def test_token_looks_like_those_seen(api: Api) -> None:
    """A token has three parts with an HS384 header, and states its life (facts A9, A10)."""
    token = ask(api, 200, {"marketplace": "us"})
    parts = token["token"].split(".")
    assert len(parts) == 3
    assert base64.b64decode(parts[0] + "==") == b'{"alg":"HS384"}'
    assert token["expiresInSeconds"] == 1500


def test_each_token_is_another(api: Api) -> None:
    """Two token calls give two tokens, and both are honoured."""
    first, second = (ask(api, 200, {"marketplace": "us"})["token"] for _ in range(2))
    assert first != second
    for token in (first, second):
        api.send("GET", "/orders", 200, headers={"Authorization": f"Bearer {token}"})


def test_token_lives_exactly_as_long_as_it_says() -> None:
    """One second before its end a token is honoured, at its end it is not (facts A9)."""
    with simulated(token_ttl=60) as api:
        assert api.log_in()["expiresInSeconds"] == 60
        api.wait(59)
        api.get("/orders")
        api.wait(1)
        error = api.get("/orders", 401)
        assert error["status"] == 401
        assert set(error) == {"timeStamp", "status", "message", "path", "correlationId"}


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer x", "Bearer null", "Basic eDp5", "x", "Bearer \xff"]
)
def test_only_a_token_opens_the_rest(api: Api, authorization: str) -> None:
    """Missing, garbled and foreign Authorization headers all return 401 (facts A11, C3)."""
    headers = {"Authorization": authorization.encode("latin-1")}
    error = api.send("GET", "/orders", 401, headers=headers)
    assert error["message"] == "Unauthorized"


def test_scheme_words_have_no_letter_case(api: Api) -> None:
    """`bearer` and `basic` are accepted like `Bearer` and `Basic`."""
    token = api.http.headers["Authorization"].partition(" ")[2]
    api.send("GET", "/orders", 200, headers={"authorization": f"bearer {token}"})


@pytest.mark.parametrize("encoded", ["x", "!!", "bm8=", "dXNlcjpwYXNz", "/////w=="])
def test_wrong_basic_is_401(api: Api, encoded: str) -> None:
    """Any invalid user or password returns the same 401 (facts A7, C1)."""
    ask(api, 401, {"marketplace": "us"}, {"Authorization": f"Basic {encoded}"})


def test_a_token_buys_no_token(api: Api) -> None:
    """The token call needs Basic and refuses a bearer token (facts A7)."""
    api.post("/token", {"marketplace": "us"}, 401)


@pytest.mark.parametrize("body", [{}, {"marketplace": None}, {"marketplace": "US"}, [], "us"])
def test_marketplace_is_needed(api: Api, body: object) -> None:
    """Without a lower-case marketplace code no token is issued (facts A8, A18)."""
    error = ask(api, 400, body)
    assert "marketplace" in error["message"] or "body" in error["message"]


def test_unknown_marketplace_is_forbidden(api: Api) -> None:
    """A code that is well-formed but unknown is refused as not allowed (facts A18, C1)."""
    assert "zz" in ask(api, 403, {"marketplace": "zz"})["message"]


def test_expired_tokens_pass_only_where_the_option_says_so() -> None:
    """The option keeps an expired token valid, but not an invalid one."""
    with simulated(breaks=["accept-expired-token"], token_ttl=60) as api:
        api.wait(3600)
        api.get("/orders")
        api.send("GET", "/orders", 401, headers={"Authorization": "Bearer x"})


def test_more_marketplaces_are_an_option() -> None:
    """Codes beyond the observed ones can be added, since no list is published (facts A18)."""
    with simulated(marketplaces=("apac", "za")) as api:
        for code in ("apac", "za", "us"):
            assert ask(api, 200, {"marketplace": code})["token"]
        ask(api, 403, {"marketplace": "zz"})


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"seed": 1}, "message"),
        ({"seed": 3}, "error"),
        ({"seed": 1, "unauthorized": "framework"}, "error"),
        ({"seed": 3, "unauthorized": "service"}, "message"),
    ],
)
def test_the_shape_of_401_depends_on_seed_or_option(options: dict[str, Any], text: str) -> None:
    """A 401 of the service can have the second error shape; the gateway's keeps its own (E14)."""
    with simulated(**options) as api:
        wrong = {"Authorization": "Bearer x"}
        for error in (
            api.send("GET", "/orders", 401, headers=wrong),
            ask(api, 401, {"marketplace": "us"}, basic("x", "y")),
        ):
            assert error[text] == "Unauthorized"
            assert ("timestamp" in error) == (text == "error")
        key = {"X-Subscription-Key": "x"}
        assert set(api.send("GET", "/orders", 401, headers=key)) == {"statusCode", "message"}
        assert "message" in api.get("/orders/1", 404)
