"""`cloud-marketplace doctor` names the first step of access that fails, and what to mend."""

from __future__ import annotations

import json
import os
from email.utils import formatdate
from typing import Any

import pytest
from cloud_marketplace import Marketplace, MarketplaceError
from cloud_marketplace.cli import main
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.target import from_settings
from marketplace_contracts.simulator import Simulator
from support.harness import contract
from support.servers.raw_server import TOKEN, RawServer, response

JSON = "Content-Type: application/json"


def examined(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Run the doctor; return the exit code and what it says."""
    code = main(["doctor", "--format", "json"])
    out = capsys.readouterr().out
    for name in ("PASSWORD", "SUBSCRIPTION_KEY", "CLIENT_SECRET"):
        secret = os.environ.get(f"MARKETPLACE_{name}", "")
        assert len(secret) < 5 or secret not in out
    return code, json.loads(out)


def use(server: RawServer, environ: pytest.MonkeyPatch) -> None:
    """Set the settings of another server."""
    for name, value in server.environment.items():
        environ.setenv(name, value)
    environ.setenv("MARKETPLACE_PASSWORD", "canary-password")


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    """With the right settings every step is in order, and the exit code is 0."""
    code, told = examined(capsys)
    assert (code, told["ok"], told["failed"]) == (0, True, None)
    assert told["passed"][-1] == "first call"
    assert main(["doctor"]) == 0
    assert "All is well." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "value", "code", "failed", "says"),
    [
        ("CODE", "", 3, "settings", "marketplace (MARKETPLACE_CODE) is missing"),
        ("BASE_URL", "api.example/marketplace", 3, "settings", "begin with https://"),
        ("USERNAME", '"me.API"', 3, "settings", "in quotes"),
        ("INTENTS", "here/i.sqlite3", 3, "settings", "relative"),
        ("INTENTS", "'/there/i.sqlite3'", 3, "settings", "in quotes"),
        ("BASE_URL", "{host}", 3, "address", "no path after the host"),
        ("BASE_URL", "{base}/orders", 3, "address", "/orders"),
        ("BASE_URL", "{base}/token", 3, "address", "/token"),
        ("BASE_URL", "http://127.0.0.1:1/marketplace/na", 4, "network", "refused"),
        ("SUBSCRIPTION_KEY", "canary-key", 3, "subscription key", "does not know"),
        ("PASSWORD", "canary-password", 3, "user activated", "rejects user name and password"),
        ("PASSWORD", "canary-password ", 3, "password", "ends with a blank"),
        ("USERNAME", "someone.API", 3, "user activated", "rejects user name and password"),
        ("CODE", "zz", 3, "marketplace code", "MARKETPLACE_CODE is zz"),
    ],
)
def test_a_wrong_setting_is_named(
    *,
    setting: str,
    value: str,
    code: int,
    failed: str,
    says: str,
    simulator: Simulator,
    environ: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One wrong setting fails at its step, is named, and later steps are not called good."""
    base = simulator.base_url
    host = base.partition("/marketplace")[0]
    environ.setenv(f"MARKETPLACE_{setting}", value.format(base=base, host=host))
    found, told = examined(capsys)
    assert (found, told["failed"]) == (code, failed)
    assert says in told["problem"]
    assert any(f"MARKETPLACE_{setting}" in name for name in told["settings"])
    assert failed not in told["passed"]
    assert "first call" not in told["passed"]


@pytest.mark.parametrize(
    ("body", "header", "status", "says"),
    [
        (b"<html>hello</html>", "Content-Type: text/html", "200 OK", "a web page"),
        (b"<html>no</html>", "Content-Type: text/html", "401 Unauthorized", "a web page"),
        (b'{"hello": 1}', JSON, "200 OK", "status 200 and without a token"),
        (b'{"detail": "Not Found"}', JSON, "404 Not Found", "status 404"),
    ],
)
def test_another_server_is_no_marketplace(
    *,
    body: bytes,
    header: str,
    status: str,
    says: str,
    environ: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A web server, or another service, is recognized by its response: the address is wrong."""
    with RawServer(lambda *_: None) as server:
        server.token = lambda sock: sock.sendall(response(body, header, status=status))
        use(server, environ)
        code, told = examined(capsys)
    assert (code, told["failed"]) == (3, "address")
    assert says in told["problem"]
    assert told["settings"] == ["MARKETPLACE_BASE_URL"]


def test_the_proxy_is_named(
    environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A proxy that refuses, and one that is not there, are named by their variable."""
    environ.setenv("MARKETPLACE_BASE_URL", "https://api.example/marketplace/na")
    refusal = response(b"", status="407 Proxy Authentication Required")
    with RawServer(lambda sock, _: sock.sendall(refusal)) as proxy:
        port = proxy.environment["MARKETPLACE_BASE_URL"].rpartition(":")[2].partition("/")[0]
        environ.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        code, told = examined(capsys)
    assert (code, told["failed"]) == (4, "network")
    assert "the proxy refuses" in told["problem"]
    environ.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert examined(capsys)[1]["settings"][0] == "HTTPS_PROXY"


def test_a_port_without_tls_is_named(
    environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An https address of a server that speaks plain HTTP is a wrong port, not a refusal."""
    with RawServer(lambda *_: None) as server:
        url = server.environment["MARKETPLACE_BASE_URL"].replace("http:", "https:")
        environ.setenv("MARKETPLACE_BASE_URL", url)
        environ.setenv("NO_PROXY", "*")
        code, told = examined(capsys)
    assert (code, told["failed"]) == (4, "network")
    assert "TLS" in told["problem"]


def test_a_clock_that_is_far_off_is_reported(
    environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The time of the response shows a clock that is hours off; calls work all the same."""
    date = f"Date: {formatdate(1_000_000_000, usegmt=True)}"
    rows = b'{"data": [], "pagination": {"offset": 0, "limit": 1, "total": 0}}'
    with RawServer(lambda sock, _: sock.sendall(response(rows, JSON, date))) as server:
        server.token = lambda sock: sock.sendall(response(TOKEN, JSON, date))
        use(server, environ)
        code, told = examined(capsys)
    assert code == 0
    assert "minutes fast" in told["warnings"][0]


def test_an_identity_provider_is_a_step_of_its_own(
    simulator: Simulator, environ: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With OAuth 2 a refusal of the provider and a wrong key are distinguished."""
    for name, value in simulator.oauth2_environment.items():
        environ.setenv(name, value)
    assert examined(capsys)[0] == 0
    environ.setenv("MARKETPLACE_SUBSCRIPTION_KEY", "canary-key")
    assert examined(capsys)[1]["failed"] == "subscription key"
    environ.setenv("MARKETPLACE_CLIENT_SECRET", "canary-secret")
    code, told = examined(capsys)
    assert (code, told["failed"]) == (3, "identity provider")
    assert "MARKETPLACE_CLIENT_SECRET" in told["mend"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SUBSCRIPTION_KEY", "canary-key"),
        ("PASSWORD", "canary-password"),
        ("CODE", "zz"),
        ("BASE_URL", "{base}/orders"),
        ("BASE_URL", "https://nowhere.invalid/marketplace/na"),
    ],
)
def test_client_and_check_say_the_same(
    setting: str,
    value: str,
    simulator: Simulator,
    environ: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The errors of the client and of a check of a service give the doctor's advice."""
    environ.setenv(f"MARKETPLACE_{setting}", value.format(base=simulator.base_url))
    _, found = examined(capsys)
    with Marketplace.from_env() as mp, pytest.raises(MarketplaceError) as caught:
        mp.with_options(max_attempts=1, timeout=20).plans.list()
    assert found["mend"] in str(caught.value)
    with pytest.raises(CannotRun) as stopped:
        ApiClient(from_settings(None), contract()).token()
    assert found["mend"] in str(stopped.value)
