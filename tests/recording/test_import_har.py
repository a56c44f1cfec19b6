"""Captures of other programs' traffic: every dialect is read, nothing secret kept, all judged."""

import base64
import copy
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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


def as_transferred(entry: dict[str, Any]) -> None:
    """Bodies in base64 as they came over the wire, and a status as text."""
    content = entry["response"]["content"]
    packed_body = gzip.compress(content["text"].encode())
    content |= {"text": base64.b64encode(packed_body).decode(), "encoding": "base64"}
    entry["response"]["headers"].append({"name": "Content-Encoding", "value": "gzip"})
    entry["response"]["status"] = str(entry["response"]["status"])


def other_addresses(entry: dict[str, Any]) -> None:
    """One host in several spellings: with a user, a fragment, in upper case."""
    parts = urlsplit(entry["request"]["url"])
    scheme, query = parts.scheme.upper(), f"?{parts.query}" if parts.query else ""
    entry["request"]["url"] = (
        f"{scheme}://canary.login:{PASSWORD}@{parts.netloc}{parts.path}{query}#top"
    )


def corners(entry: dict[str, Any]) -> None:
    """Secrets wherever a capture can have them: cookies, stacks, web sockets, lists of values."""
    value = {"name": "token", "value": PASSWORD}
    entry["_initiator"] = {"stack": {"callFrames": [{"url": f"https://a.example?key={PASSWORD}"}]}}
    entry["_webSocketMessages"] = [{"type": "send", "data": PASSWORD}]
    for side in ("request", "response"):
        entry[side]["cookies"] = [value]
    entry["request"]["queryString"] = [value]
    entry["request"]["headers"] += [
        {"name": "COOKIE", "value": f"sid={PASSWORD}"},
        {"name": "authorization2", "value": PASSWORD},
    ]
    entry["response"]["headers"].append({"name": "Set-Cookie", "value": f"sid={PASSWORD}; Path=/"})
    entry["response"]["redirectURL"] = f"/?token={PASSWORD}"


DIALECTS = [browser, packed, kept_encoding, nulls, as_transferred, other_addresses, corners]


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
    assert "left out: 1 not of the API" in reported
    text = (folder / "imported-traffic.yaml").read_text(encoding="utf-8")
    secrets = [*traffic["secrets"], PASSWORD, "canary.login"]
    assert [secret for secret in secrets if secret in text + reported] == []
    assert leaks(text) == []
    content = cassette_file.parse(text)
    assert content["metadata"]["source"] == "imported"
    called = content["metadata"]["operations"]
    assert called == ["auth.token", "orders.list", "customers.get", "customers.create"]
    assert main(["replay", "--cassettes", str(folder)]) == 0


def without_body(content: dict[str, Any]) -> None:
    """A browser that was not asked for contents."""
    del content["text"]


def cut(content: dict[str, Any]) -> None:
    """A browser that limits the size of contents."""
    content |= {"size": len(content["text"]), "text": content["text"][:40]}


def binary(content: dict[str, Any]) -> None:
    """Bytes in an encoding that no text has."""
    content |= {"text": base64.b64encode(b"\xff\xfe\x80").decode(), "encoding": "base64"}


def half_a_pair(content: dict[str, Any]) -> None:
    """Half of a surrogate pair, which no text can have."""
    content["text"] = '{"data": ["\ud800"]}'


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (without_body, "captured without the body of the response"),
        (cut, "captured with a part of the body only"),
        (binary, "with a body that is not text"),
        (half_a_pair, "with a body that is not text"),
    ],
)
def test_what_a_capture_does_not_tell_is_not_judged(
    tmp_path: Path,
    traffic: dict[str, Any],
    change: Callable[[dict[str, Any]], None],
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A call whose body was not captured whole is left out with the reason, and is no finding."""

    def lists(entry: dict[str, Any]) -> None:
        if "/orders" in entry["request"]["url"]:
            change(entry["response"]["content"])

    capture = written(tmp_path / "traffic.har", traffic, lists)
    assert main(["import", str(capture)]) == 0
    reported = capsys.readouterr().out
    assert reported.startswith("3 calls below ")
    assert f"left out: 1 {reason}" in reported
    everywhere = written(tmp_path / "all.har", traffic, lambda e: change(e["response"]["content"]))
    assert main(["import", str(everywhere)]) == 2
    assert f"that can be judged (4 {reason})" in capsys.readouterr().err


def test_calls_below_another_base_are_named(
    tmp_path: Path, traffic: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Calls of a second region or host are left out, and reported with the base to request."""
    log = copy.deepcopy(traffic["log"])
    base = log["entries"][0]["request"]["url"].removesuffix("/token")
    there = json.loads(json.dumps(log["entries"][1:3]).replace(base, "https://eu.example/eu"))
    log["entries"] += there
    path = tmp_path / "traffic.har"
    path.write_bytes(json.dumps({"log": log}).encode("utf-16"))
    assert main(["import", str(path), "--base", "HTTPS://eu.example:443/eu/"]) == 0
    assert "2 calls below https://eu.example/eu\n" in capsys.readouterr().out
    entries = json.loads(json.dumps(log).replace("https://eu.example/eu", f"{base}/eu"))
    path.write_text(json.dumps({"log": entries}), encoding="utf-8")
    assert main(["import", str(path)]) == 0
    assert f"left out: 2 below {base}/eu\n" in capsys.readouterr().out


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
        (b'{"log": {"entries": [{"request": {"url"', "delimiter: line 1, column 40"),
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
