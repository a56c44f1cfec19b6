"""The Python program of a finding repeats the call as printed, and holds no secret."""

import ast
import os
import subprocess
import sys
from typing import Any

import pytest
from marketplace_contracts.service.authentication import Auth
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.python_program import python_program
from support.harness import client_of, contract, made

SETTINGS = {"MARKETPLACE_TOKEN": "canary-token", "MARKETPLACE_SUBSCRIPTION_KEY": "canary-key"}
NEW = {"name": 'Fjord\'s "Outdoor" $AS\n', "note": "{braces} \\ $MARKETPLACE_CODE_X"}


def program(interaction: Interaction) -> str:
    """Return the program of a call with the canaries' settings."""
    return python_program(interaction, contract(**SETTINGS).redactor)


def output(text: str, environment: dict[str, str]) -> str:
    """Run a program with the settings in its environment; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", text],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("operation", "call"),
    [
        ("customers.list", {"query": {"limit": 1, "name": "a&b=c 'd' \"e\""}}),
        ("orders.list", {"query": {"offset": "1.5"}}),
        ("customers.get", {"ids": {"id": "1000611"}}),
        ("customers.create", {"body": NEW}),
        ("customers.create", {"body": NEW, "media": "text/plain"}),
        ("orders.list", {"auth": Auth(proof="none"), "query": {"name": "with a token"}}),
        ("orders.list", {"auth": Auth(key="wrong")}),
        ("auth.token", {"body": {"marketplace": "us"}}),
    ],
)
def test_it_repeats_the_call(operation: str, call: dict[str, Any]) -> None:
    """Run as printed against the same world, it gets the same status."""
    with Simulator(seed=1) as simulator, client_of() as api:
        found = api.call(operation, **call)
        text = python_program(found, api.contract.redactor)
        assert output(text, dict(simulator.environment)).startswith(f"{found.status} ")


def test_a_token_anywhere_is_one_of_its_own() -> None:
    """A token that was sent in the query is replaced by that of the program, which gets one."""
    with Simulator(seed=1) as simulator, client_of() as api:
        token = api.token()
        found = api.call("orders.list", query={"orderNumber": token}, auth=Auth(proof="none"))
        text = python_program(found, api.contract.redactor)
        assert token not in text
        assert output(text, dict(simulator.environment)).startswith("401 ")


@pytest.mark.parametrize(
    "sent",
    [
        {"Authorization": "Bearer canary-token", "X-Subscription-Key": "canary-key"},
        {"Authorization": "Basic Y2FuYXJ5", "Content-Type": "application/json"},
        {"Authorization": "Bearer made-up", "X-Subscription-Key": "made-up"},
        {},
    ],
)
def test_it_holds_no_credential(sent: dict[str, str]) -> None:
    """Credentials of the run come from the environment; others are only said to be wrong."""
    payload = {"contactPersons": [{"password": "canary-password"}], "token": "canary-token"}
    text = program(made("customers.create", {}, sent=sent, payload=payload))
    ast.parse(text)
    assert "canary" not in text
    assert "made-up" not in text


@pytest.mark.parametrize("payload", [b"\xff\xfe", b"{", b"'''", b"\\", b"$MARKETPLACE_TOKEN"])
def test_any_body_gives_a_program(payload: bytes) -> None:
    """Whatever was sent as a body, the program is Python."""
    from dataclasses import replace

    ast.parse(program(replace(made("customers.create", {}), payload=payload)))
