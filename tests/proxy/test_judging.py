"""Traffic of any program is judged in both directions, and nothing secret is kept of it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from cloud_marketplace import Marketplace
from marketplace_contracts.cli import main
from marketplace_contracts.proxy.server import Proxy, ProxySettings
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.simulator import Simulator
from support.servers.proxied import Passing, passing
from support.servers.raw_server import RawServer, response

CONTACT = "canary-Contact-1!"
SIGNED = "canarysignature0123456789"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A simulator for all tests here."""
    with Simulator(seed=1) as running:
        yield running


def settings(simulator: Simulator, running: Passing | Proxy) -> dict[str, str]:
    """Settings of a client that goes through the proxy."""
    url = running.url if isinstance(running, Passing) else running.base_url
    return {**simulator.environment, "MARKETPLACE_BASE_URL": url}


def headers(simulator: Simulator) -> dict[str, str]:
    """Headers of a program that has a token."""
    with Marketplace.from_env(simulator.environment) as mp:
        token = mp.auth.token({"marketplace": "us"}).token
    return {
        "X-Subscription-Key": simulator.subscription_key,
        "Authorization": f"Bearer {token}",
    }


def test_our_client_keeps_the_contract_through_the_proxy(simulator: Simulator) -> None:
    """Reads and an order of our own client pass and give no finding in either direction."""
    with (
        passing(simulator.base_url) as running,
        Marketplace.from_env(settings(simulator, running), rate="6000/min") as mp,
    ):
        row = next(each for each in mp.orders.list() if each.type == "sales")
        order = mp.orders.get(row.id)
        mp.customers.get(order.customer_id)
        plan = mp.plans.list(limit=1).data[0]
        assert mp.plans.get(plan.id).id == plan.id
    assert running.found == []
    assert running.results.interactions >= 5
    assert running.results.good >= {"auth.token", "orders.list", "orders.get", "plans.get"}


def test_curl_is_judged(simulator: Simulator) -> None:
    """A command in a shell is judged as any program: its wrong parameter is found."""
    with passing(simulator.base_url) as running:
        command = ["curl", "-sS", f"{running.url}/orders?limit=many"]
        for name, value in headers(simulator).items():
            command += ["-H", f"{name}: {value}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
        assert json.loads(done.stdout)["status"] == 400
    assert running.found == [("request_parameters", "limit: type integer")]


def test_the_standard_library_is_judged(simulator: Simulator) -> None:
    """A body sent by `http.client` without its content type and a property is found."""
    with passing(simulator.base_url) as running:
        link = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=10)
        link.request("POST", "/orders", b'{"type": "sales", "products": []}', headers(simulator))
        found = link.getresponse()
        assert (found.status in {400, 415}, bool(found.read())) == (True, True)
        link.close()
    assert ("request_body", "the content type is application/json") in running.found
    assert ("request_body", "customerId is sent") in running.found


@pytest.mark.parametrize(
    ("method", "path", "extra", "promise"),
    [
        ("GET", "/nothing/77/x", {}, "request_operation: GET /nothing/{…}/x is described"),
        ("DELETE", "/orders/77", {}, "request_operation: DELETE /orders/{…} is described"),
        ("GET", "/orders?limit=1&limit=2", {}, "request_parameters: limit is sent once"),
        (
            "GET",
            "/orders",
            {"Authorization": "Basic eDp5"},
            "request_credentials: Authorization is Bearer",
        ),
        ("POST", "/orders", {"Content-Type": "application/json"}, "request_body: the body is JSON"),
    ],
)
def test_each_kind_of_wrong_request_is_found(
    simulator: Simulator, method: str, path: str, extra: dict[str, str], promise: str
) -> None:
    """Unknown operations, parameters, credentials and bodies are found, ids left out."""
    with passing(simulator.base_url) as running:
        httpx.request(method, running.url + path, headers=headers(simulator) | extra)
    assert promise in [f"{check}: {told}" for check, told in running.found]


def test_unknown_parts_of_requests_are_notices(simulator: Simulator) -> None:
    """A parameter that is not described is a notice, not a finding."""
    with passing(simulator.base_url) as running:
        httpx.get(f"{running.url}/orders?limit=1&colour=red", headers=headers(simulator))
    assert running.found == []
    notices = [each.promise for each in running.results.findings.notices]
    assert notices == ["no parameter colour is described"]


@pytest.mark.parametrize(
    ("body", "status", "check"),
    [
        ({"id": 7}, "200 OK", "body_schema"),
        ({"message": "x"}, "418 Teapot", "status_declared"),
        ({"statusCode": 401, "message": "x"}, "403 Forbidden", "error_agrees"),
    ],
)
def test_responses_are_judged(body: Any, status: str, check: str) -> None:
    """Each broken promise is found, reported at once, and counted."""
    data = response(json.dumps(body).encode(), "Content-Type: application/json", status=status)

    def respond(connection: Any, _: bytes) -> None:
        connection.sendall(data)

    with (
        RawServer(respond) as server,
        passing(server.environment["MARKETPLACE_BASE_URL"]) as running,
    ):
        for _ in range(2):
            httpx.get(f"{running.url}/orders/7")
    found = [each for each in running.results.findings.failures if each.check == check]
    assert found
    assert all(each.count == 2 and each.operation == "orders.get" for each in found)
    assert [each.check for each in running.judge.told].count(check) == len(found)


def secret_traffic(simulator: Simulator, url: str) -> list[str]:
    """Calls that break promises and carry secrets in every place; the secrets."""
    login = (simulator.username, simulator.password)
    key = {"X-Subscription-Key": simulator.subscription_key, "Cookie": "sid=canary-cookie-1"}
    with httpx.Client(base_url=url, headers=key) as client:
        found = client.post("/token", json={"marketplace": "us", "extra": 1}, auth=login).json()
        client.headers["Authorization"] = f"Bearer {found['token']}"
        contact = {"type": "admin", "login": "canary.login", "password": CONTACT}
        client.post("/customers", json={"name": 7, "contactPersons": [contact]})
        client.get(f"/orders?limit=x&sig={SIGNED}&password={CONTACT}")
        client.get(f"/{simulator.password}/{found['token']}", params={"q": CONTACT})
        client.get("/orders", headers={"Authorization": f"Basic {CONTACT}"})
    secrets = [found["token"], *login, simulator.subscription_key]
    return [*secrets, CONTACT, SIGNED, "canary.login", "canary-cookie-1"]


def test_no_secret_is_kept(simulator: Simulator, tmp_path: Path) -> None:
    """Keys, tokens, passwords, cookies and signatures are in no finding and no cassette."""
    with passing(simulator.base_url, tmp_path) as running:
        secrets = secret_traffic(simulator, running.url)
    assert len(running.found) >= 5
    kept = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("*.yaml"))]
    assert len(kept) == 1
    assert leaks(kept[0], secrets) == []
    told = " ".join(str(each.as_dict()) for each in running.results.findings)
    assert [secret for secret in secrets if secret in told + kept[0]] == []


def test_an_echo_of_the_key_is_found_and_hidden(simulator: Simulator) -> None:
    """A service that repeats a credential breaks a promise; the finding does not repeat it."""

    def respond(connection: Any, _: bytes) -> None:
        body = json.dumps({"statusCode": 401, "message": f"no {simulator.subscription_key}"})
        connection.sendall(
            response(body.encode(), "Content-Type: application/json", status="401 X")
        )

    with (
        RawServer(respond) as server,
        passing(server.environment["MARKETPLACE_BASE_URL"]) as running,
    ):
        httpx.get(f"{running.url}/orders/7", headers=headers(simulator))
    assert "no_secret" in [check for check, _ in running.found]
    assert simulator.subscription_key not in str(list(running.results.findings))


def test_recordings_can_be_replayed(
    simulator: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recording is a cassette like any other, beside earlier ones, and keeps the contract."""
    (tmp_path / "proxy-001.yaml").write_text("earlier", encoding="utf-8")
    with (
        passing(simulator.base_url, tmp_path) as running,
        Marketplace.from_env(settings(simulator, running)) as mp,
    ):
        assert len(mp.orders.list(limit=3).data) == 3
        httpx.get(f"{running.url}/nothing")
    assert (tmp_path / "proxy-001.yaml").read_text(encoding="utf-8") == "earlier"
    content = cassette_file.parse((tmp_path / "proxy-002.yaml").read_text(encoding="utf-8"))
    assert content["metadata"]["operations"] == ["auth.token", "orders.list"]
    (tmp_path / "proxy-001.yaml").unlink()
    assert main(["replay", "--cassettes", str(tmp_path)]) == 0, capsys.readouterr().out


def test_one_call_that_cannot_be_kept_costs_no_other(tmp_path: Path) -> None:
    """A body that cannot be scrubbed is left out and reported; the other calls are recorded."""
    bodies = iter([b'{"id": "7"}', b"\xff\xfe\x00", b'{"id": "8"}'])

    def respond(connection: Any, _: bytes) -> None:
        connection.sendall(response(next(bodies), "Content-Type: application/json"))

    with (
        RawServer(respond) as server,
        passing(server.environment["MARKETPLACE_BASE_URL"], tmp_path) as running,
    ):
        for number in (7, 6, 8):
            httpx.get(f"{running.url}/orders/{number}")
    content = cassette_file.parse((tmp_path / "proxy-001.yaml").read_text(encoding="utf-8"))
    uris = [each["request"]["uri"].rpartition("/")[2] for each in content["interactions"]]
    assert uris == ["7", "8"]
    assert "a call is not recorded: A body is not UTF-8 text" in str(running.results.skipped)


def test_the_process_judges_as_it_goes(simulator: Simulator) -> None:
    """The process reports findings while calls continue, and its results are complete."""
    told: list[str] = []
    proxy = Proxy(ProxySettings(simulator.base_url, tell=told.append))
    proxy.start()
    for _ in range(3):
        httpx.get(f"{proxy.base_url}/orders?limit=x", headers=headers(simulator))
    results = proxy.stop()
    assert told == ['orders.list request_parameters: limit: type integer; observed: {"limit": "x"}']
    assert results.interactions == 3
    assert [each.count for each in results.findings.failures] == [3]


def command(simulator: Simulator, *options: str) -> subprocess.Popen[str]:
    """The command, with a port of its own."""
    program = [sys.executable, "-m", "marketplace_contracts", "proxy", "--port", "0"]
    pipe, env = subprocess.PIPE, dict(os.environ, PYTHONUNBUFFERED="1")
    arguments = [*program, "--target", simulator.base_url, *options]
    return subprocess.Popen(arguments, stdout=pipe, stderr=pipe, text=True, env=env)


@pytest.mark.parametrize(("path", "code"), [("/orders?limit=1", 0), ("/orders?limit=x", 1)])
def test_an_interrupt_ends_with_the_report(
    simulator: Simulator, tmp_path: Path, path: str, code: int
) -> None:
    """Ctrl-C prints the report, writes its files, and the exit code is that of findings."""
    with command(simulator, "--report", str(tmp_path)) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        url = re.fullmatch(r"MARKETPLACE_BASE_URL=(http://127\.0\.0\.1:\d+)\n", first)
        assert url
        httpx.get(url[1] + path, headers=headers(simulator))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (code, "")
    assert re.search(rf"28 operations, 1 interactions, {code} findings in", out)
    written = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    assert written["target"] == simulator.base_url
    assert len(written["findings"]) == code
    assert (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert (tmp_path / "junit.xml").read_text(encoding="utf-8")


def test_json_is_one_document(simulator: Simulator) -> None:
    """With `--format json` standard output is one document; the address is printed beside it."""
    with command(simulator, "--format", "json") as process:
        assert process.stderr is not None
        url = process.stderr.readline().strip().partition("=")[2]
        httpx.get(f"{url}/orders?limit=x", headers=headers(simulator))
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert json.loads(out)["findings"][0]["check"] == "request_parameters"


def test_nothing_judged_is_said(simulator: Simulator) -> None:
    """A proxy without any call ends with exit code 2 and one sentence."""
    with command(simulator) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.startswith("Nothing was judged: no call passed through http://127.0.0.1:")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--target", "http://api.example/x"], "--target is malformed: it must begin with https"),
        (["--target", "https://u:hunter2@api.example"], "--target is malformed: it must not carry"),
        (["--target", "https://api.example", "--record", "/dev/null/x"], "--record /dev/null/x"),
        (["--target", "https://api.example", "--host", "no host"], "cannot be used"),
    ],
)
def test_bad_settings_are_a_sentence(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A target, folder or address that cannot be used is named, without a secret in it."""
    assert main(["proxy", "--port", "0", *options]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert "hunter2" not in err


def test_a_port_in_use_is_a_sentence(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    """A port that another program listens on is named."""
    port = str(urlsplit(simulator.base_url).port)
    assert main(["proxy", "--port", port, "--target", simulator.base_url]) == 2
    assert f"--port {port} on 127.0.0.1 cannot be used" in capsys.readouterr().err
