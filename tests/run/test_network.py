"""Proxies and CAs of the environment: alike for httpx and schemathesis, or one sentence."""

import os
from pathlib import Path

import certifi
import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.fuzzing.schemathesis_config import configuration
from marketplace_contracts.run.runner import check
from marketplace_contracts.service.network import (
    certificates,
    proxy_of,
    ssl_context,
    without_environment,
)
from marketplace_contracts.service.target import Target
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator import Simulator
from support.harness import SPEC

DEAD = "http://127.0.0.1:1"
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
ONE = CheckSettings(parts=("coverage",), only=("plans.get",))
TARGET = Target("https://api.example/x", "u", "p", "k")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of the test."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def proxies() -> dict[str, str]:
    """Variables about proxies as they are now."""
    return {name: value for name, value in os.environ.items() if "proxy" in name.lower()}


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_no_proxy_is_on_the_way_to_the_simulator(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An embedded check works behind any proxy, and leaves the environment as it was."""
    monkeypatch.setenv(name, DEAD)
    before = proxies()
    results, _ = check(ONE)
    assert results.findings.failures == []
    assert results.incomplete == []
    assert proxies() == before


@pytest.mark.parametrize("excepted", ["127.0.0.1", "*", "::1,127.0.0.1"])
def test_exceptions_from_the_proxy_are_kept(excepted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that is excepted from the proxy is called directly, by all libraries."""
    monkeypatch.setenv("HTTP_PROXY", DEAD)
    monkeypatch.setenv("NO_PROXY", excepted)
    with Simulator(seed=2) as simulator:
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        results, _ = check(CheckSettings(target=simulator.base_url, parts=ONE.parts, only=ONE.only))
    assert results.findings.failures == []
    assert results.incomplete == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP_PROXY", DEAD),
        ("HTTP_PROXY", "ftp://127.0.0.1"),
        ("ALL_PROXY", "socks9://127.0.0.1:1"),
        ("NO_PROXY", "[::1"),
        ("NO_PROXY", "[::1],127.0.0.1"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem"),
        ("SSL_CERT_FILE", __file__),
    ],
)
def test_settings_that_cannot_work_are_one_sentence(
    name: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A check of a service with such settings exits with 2 and finds nothing."""
    with Simulator(seed=2) as simulator:
        for variable, setting in simulator.environment.items():
            monkeypatch.setenv(variable, setting)
        monkeypatch.setenv(name, value)
        ssl_context.cache_clear()
        try:
            assert main(["check", "--target", simulator.base_url]) == 2
        finally:
            ssl_context.cache_clear()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "cannot be" in said.err
    assert "Unexpected" not in said.err


def test_schemathesis_gets_what_httpx_reads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its configuration names the proxy and the CAs of the environment; without any, certifi's."""
    operations = SPEC.operations.values()
    config = configuration(TARGET, operations, ONE, ())
    assert (config.get("proxy"), config["tls-verify"]) == (None, certifi.where())
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:8080")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/other")
    config = configuration(TARGET, operations, ONE, ())
    assert config["proxy"] == proxy_of(TARGET.base_url) == "http://proxy.example:8080"
    assert config["tls-verify"] == certificates() == str(tmp_path / "ca.pem")


def test_the_environment_comes_back() -> None:
    """Even after an error no variable is left behind."""
    before = proxies()
    with pytest.raises(KeyError), without_environment():
        raise KeyError
    assert proxies() == before
