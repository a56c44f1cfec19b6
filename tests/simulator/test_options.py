"""Options of a simulator."""

import inspect
import re
from typing import Any

import pytest
from marketplace_contracts import cli, simulator
from marketplace_contracts.commands.program import program
from marketplace_contracts.simulator import Simulator, SimulatorError
from marketplace_contracts.simulator.options import CHOICES, SIZES, Options, UnknownBehaviour
from support.openapi import ROOT

FLAGS: list[tuple[list[str], str, object]] = [
    (["--seed", "7"], "seed", 7),
    (["--size", "large"], "size", "large"),
    (["--port", "0"], "port", 0),
    (["--host", "localhost"], "host", "localhost"),
    (["--files-port", "8081"], "files_port", 8081),
    (["--rate-limit", "30/min"], "rate_limit", 30),
    (["--token-ttl", "60"], "token_ttl", 60),
    (["--latency", "20"], "latency_ms", 20),
    (["--auth", "oauth2"], "auth", "oauth2"),
    (["--max-page", "none"], "max_page", None),
    (["--max-page", "100"], "max_page", 100),
    (["--marketplace", "jp", "--marketplace", "mx"], "marketplaces", ("jp", "mx")),
    *(
        ([f"--{name.replace('_', '-')}", choice], name, choice)
        for name, choices in CHOICES.items()
        for choice in choices
    ),
]
"""Flags of `simulate`, and the argument and value that each of them becomes."""

OF_SERVE = {"auth", "request_log"}
"""Arguments that decide what `serve` prints and logs."""
APART = {"--spec", "--start", "--log", "--break"}
"""Flags that other tests try."""


def flags() -> set[str]:
    """Return the flags that `simulate` has."""
    found = program.commands["simulate"].params
    return {flag for one in found for flag in one.opts if flag != "--help"}


@pytest.mark.parametrize(("sent", "name", "value"), FLAGS, ids=[" ".join(f[0]) for f in FLAGS])
def test_each_flag_reaches_the_simulator(
    monkeypatch: pytest.MonkeyPatch, sent: list[str], name: str, value: object
) -> None:
    """A flag of `simulate` is the argument of the same meaning, and the simulator accepts it."""
    told: dict[str, Any] = {}
    monkeypatch.setattr(simulator, "serve", told.update)
    assert cli.main(["simulate", *sent]) == 0
    assert told[name] == value
    Simulator(**{name: told[name] for name in told.keys() - OF_SERVE})


def test_another_description_reaches_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--spec` is the description that the simulator follows."""
    told: dict[str, Any] = {}
    monkeypatch.setattr(simulator, "serve", told.update)
    assert cli.main(["simulate", "--spec", str(ROOT / "spec/openapi.yaml")]) == 0
    assert told["spec"].document["openapi"]


def test_no_flag_is_untested() -> None:
    """Each flag that the command line has is tried above."""
    tried = {word for sent, _, _ in FLAGS for word in sent if word.startswith("--")}
    assert flags() == tried | APART


def test_the_documentation_has_each_option() -> None:
    """The tables of options name each flag, each argument and each value that can be chosen."""
    page = (ROOT / "docs/reference/simulator.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    told = {flag for row in rows for flag in re.findall(r"`(--[a-z-]+)", row)}
    assert told == flags()
    arguments = {name for row in rows for name in re.findall(r"`([a-z_]+)=", row.split("|")[2])}
    known = set(inspect.signature(Simulator).parameters) - {"unknown"}
    assert arguments == known | UnknownBehaviour.__annotations__.keys()
    for name, choices in CHOICES.items():
        (row,) = [one for one in rows if f"`{name}=" in one]
        assert [choice for choice in choices if f"{choice}`" not in row and choice not in row] == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"size": "huge"}, "size"),
        ({"rate_limit": 0}, "rate_limit"),
        ({"quota": -1}, "quota"),
        ({"token_ttl": 0}, "token_ttl"),
        ({"latency_ms": -5}, "latency_ms"),
    ],
)
def test_wrong_options_are_named(wrong: dict[str, object], named: str) -> None:
    """An option that makes no sense is refused at once, by name."""
    with pytest.raises(SimulatorError, match=named):
        Options(**wrong)  # wrong on purpose


def test_large_is_as_large_as_the_field() -> None:
    """The large world has at least what was seen in production (facts D3, D4)."""
    large = SIZES["large"]
    assert large.customers >= 900
    assert large.products >= 2_000
    assert large.subscriptions >= 3_000
    assert large.orders >= 20_000
