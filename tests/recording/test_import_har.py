"""Captures of other programs' traffic: every dialect is read, nothing secret kept, all judged."""

import base64
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.imported.har import captures
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.simulator import Simulator

PASSWORD = "canary-Contact-1!"
KEY_NAME = "X-Subscription-Key"


@pytest.fixture(scope="module")
def traffic() -> dict[str, Any]:
    """A capture of a small program's real calls of a simulator, as a browser would write it."""
    entries: list[dict[str, Any]] = []

    def keep(response: httpx.Response) -> None:
        response.read()
        request = response.request
        entry: dict[str, Any] = {
            "startedDateTime": "2026-11-20T10:00:00.000Z",
            "request": {
                "method": request.method,
                "url": str(request.url),
                "headers": [{"name": k, "value": v} for k, v in request.headers.items()],
            },
            "response": {
                "status": response.status_code,
                "headers": [{"name": k, "value": v} for k, v in response.headers.items()],
                "content": {
                    "mimeType": response.headers.get("content-type", ""),
                    "text": response.text,
                },
            },
        }
        if request.content:
            entry["request"]["postData"] = {"text": request.content.decode()}
        entries.append(entry)

    with Simulator(seed=1) as simulator:
        base, who = simulator.base_url.rstrip("/"), simulator
        key = {KEY_NAME: who.subscription_key}
        with httpx.Client(event_hooks={"response": [keep]}, headers=key) as client:
            login = (who.username, who.password)
            body = {"marketplace": "us"}
            token = client.post(f"{base}/token", json=body, auth=login).json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            client.get(f"{base}/orders", params={"limit": 3})
            client.get(f"{base}/customers/1000611")
            contact = {"type": "admin", "login": "canary.login", "password": PASSWORD}
            client.post(f"{base}/customers", json={"name": "x", "contactPersons": [contact]})
    return {
        "log": {"version": "1.2", "entries": entries},
        "secrets": [token, *login, *key.values()],
    }


def browser(_: dict[str, Any]) -> None:
    """As a browser writes it."""


def packed(entry: dict[str, Any]) -> None:
    """Bodies in base64, as Fiddler and mitmproxy write them."""
    content = entry["response"]["content"]
    content["text"] = base64.b64encode(content["text"].encode()).decode()
    content["encoding"] = "base64"


def kept_encoding(entry: dict[str, Any]) -> None:
    """Decoded bodies beside the header of their encoding, and pseudo headers of HTTP/2."""
    entry["response"]["headers"].append({"name": "Content-Encoding", "value": "gzip"})
    entry["request"]["headers"].insert(0, {"name": ":method", "value": "GET"})
    entry["response"]["headers"].insert(0, {"name": ":status", "value": "200"})


def nulls(entry: dict[str, Any]) -> None:
    """Null in place of missing parts, and parts of one dialect only."""
    entry["comment"] = None
    entry["request"].setdefault("postData", None)
    entry["request"]["cookies"] = None
    entry["response"]["redirectURL"] = None
    entry["_custom"] = {"x": 1}


DIALECTS = [browser, packed, kept_encoding, nulls]


def written(path: Path, traffic: dict[str, Any], dialect: Callable[[dict[str, Any]], None]) -> Path:
    """The capture in a dialect, among entries that are not calls of the API."""
    log = copy.deepcopy(traffic["log"])
    for entry in log["entries"]:
        dialect(entry)
    picture = {"request": {"method": "GET", "url": "https://cdn.example/logo.png"}}
    log["entries"].insert(1, {**picture, "response": {"status": 200, "content": {}}})
    log["entries"].insert(2, {**picture, "response": {"status": 0}})
    log["entries"].append("nonsense")
    path.write_bytes(b"\xef\xbb\xbf" * (dialect is packed) + json.dumps({"log": log}).encode())
    return path


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.__name__)
def test_a_capture_becomes_a_scrubbed_cassette(
    tmp_path: Path,
    traffic: dict[str, Any],
    dialect: Callable[[dict[str, Any]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Calls of the API are kept without secrets and judged; everything else is counted."""
    capture = written(tmp_path / "traffic.har", traffic, dialect)
    folder = tmp_path / "kept"
    assert main(["import", str(capture), "--cassettes", str(folder)]) == 0
    reported = capsys.readouterr().out
    assert "4 calls below http://127.0.0.1:" in reported
    assert "1 other entries left out" in reported
    text = (folder / "imported-traffic.yaml").read_text(encoding="utf-8")
    secrets = [*traffic["secrets"], PASSWORD, "canary.login"]
    assert [secret for secret in secrets if secret in text] == []
    assert leaks(text) == []
    content = cassette_file.parse(text)
    assert content["metadata"]["source"] == "imported"
    called = content["metadata"]["operations"]
    assert called == ["auth.token", "orders.list", "customers.get", "customers.create"]
    assert main(["replay", "--cassettes", str(folder)]) == 0


def test_a_broken_promise_in_a_capture_is_a_finding(
    tmp_path: Path, traffic: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """A response that the description does not allow ends with exit code 1 and its finding."""

    def wrong(entry: dict[str, Any]) -> None:
        if "/orders" in entry["request"]["url"]:
            body = json.loads(entry["response"]["content"]["text"])
            body["data"][0]["creationDate"] = 7
            entry["response"]["content"]["text"] = json.dumps(body)

    capture = written(tmp_path / "traffic.har", traffic, wrong)
    assert main(["import", str(capture)]) == 1
    assert "creationDate" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "reported"),
    [
        (b"", "is not JSON"),
        (b"{}", "has no log.entries"),
        (b'{"log": {"entries": 7}}', "has no log.entries"),
        (
            b'{"log": {"entries": [{"request": {"url": "https://a.example/b"}}]}}',
            "no call of the API",
        ),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff", "is not JSON"),
    ],
)
def test_what_is_no_capture_is_reported(
    tmp_path: Path, content: bytes, reported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another file ends with exit code 2 and one sentence that names it."""
    path = tmp_path / "traffic.har"
    path.write_bytes(content)
    assert main(["import", str(path)]) == 2
    error = capsys.readouterr().err
    assert reported in error
    assert str(path) in error


def test_forms_and_binary_bodies_are_read(tmp_path: Path) -> None:
    """A form that is captured as a list, and bytes that are not text, are kept as sent."""
    form = {"params": [{"name": "a", "value": "1"}, {"name": "b", "value": "x y"}]}
    content = {"text": base64.b64encode(b"\xff\x00").decode(), "encoding": "base64"}
    entry = {
        "request": {"method": "post", "url": "https://a.example", "postData": form},
        "response": {"status": 200, "content": content},
    }
    path = tmp_path / "traffic.har"
    path.write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    (found,) = captures(path)
    assert (found.method, found.payload, found.body) == ("POST", b"a=1&b=x+y", b"\xff\x00")
