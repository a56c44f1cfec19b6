"""Scanning cassettes for secrets: it finds what scrubbing forgets."""

import json
from typing import Any

import pytest
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.scan import leaks
from support.recording import NoScrubber, recorded


def cassette(**changes: Any) -> str:
    """A clean cassette with changes: `uri`, `sent`, `given` (headers), `asked`, `body`."""
    request = {
        "method": "POST",
        "uri": changes.get("uri", "https://marketplace.example/marketplace/na/orders"),
        "body": changes.get("asked", '{"poNumber":"PO-1"}'),
        "headers": {
            "authorization": ["Bearer SCRUBBED"],
            "x-subscription-key": ["SCRUBBED"],
            **changes.get("sent", {}),
        },
    }
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"content-type": ["application/json"], **changes.get("given", {})},
        "body": {"string": changes.get("body", '{"token":"SCRUBBED"}')},
    }
    interactions = [{"request": request, "response": response}]
    return cassette_file.write({"metadata": {}, "version": 1, "interactions": interactions})


def test_a_clean_cassette_is_clean() -> None:
    """There is no false alarm about a scrubbed cassette."""
    signed = {"downloadUrl": "https://files.example/a.xlsx?sig=SCRUBBED&se=SCRUBBED"}
    assert leaks(cassette(body=json.dumps(signed))) == []


PLANTED = {
    "key in a header": {"sent": {"x-subscription-key": ["canary"]}},
    "basic header": {"sent": {"authorization": ["Basic Y2FuYXJ5OmNhbmFyeQ=="]}},
    "cookie sent": {"sent": {"cookie": ["canary"]}},
    "cookie given": {"given": {"set-cookie": ["s=canary"]}},
    "volatile header": {"given": {"date": ["today"]}},
    "token in a body": {"body": '{"token":"canary"}'},
    "password in a request": {"asked": '{"contactPersons":[{"password":"Canary-7"}]}'},
    "login in a request": {"asked": '{"contactPersons":[{"login":"canary"}]}'},
    "secret parameter": {"asked": '{"parameters":[{"name":"admin_password","value":"canary"}]}'},
    "signed address": {"body": '{"downloadUrl":"https://s.example/a?sig=canary"}'},
    "relative signed address": {"body": '{"downloadUrl":"/a?se=2026&sig=canary"}'},
    "signed location": {"given": {"location": ["https://s.example/a?x=1&sig=canary"]}},
    "token in a text": {"body": "eyJhbGciOiJIUzM4NCJ9.canary.canary"},
    "header in an error": {"body": '{"message":"no Bearer canary-token-1"}'},
    "credentials in an address": {"uri": "https://canary:canary@marketplace.example/orders"},
    "address of a machine": {"uri": "http://127.0.0.1:4711/marketplace/na/orders"},
    "packed body": {"body": b"\x1f\x8b\x08canary"},
}


@pytest.mark.parametrize("planted", PLANTED)
def test_each_planted_secret_is_found(planted: str) -> None:
    """The scan finds each kind of secret without knowing its value, and does not repeat it."""
    found = leaks(cassette(**PLANTED[planted]))
    assert found
    assert not any("canary" in str(leak).lower() for leak in found)


def test_known_secrets_are_found_in_every_spelling() -> None:
    """A value that is known to be secret is found as text, URL-encoded and in base64."""
    for spelling in ("can/ary-1", "can%2Fary-1", "Y2FuL2FyeS0x"):
        assert leaks(cassette(asked=spelling), ["can/ary-1"])


def test_known_secrets_are_found_behind_yaml() -> None:
    """YAML doubles some marks and skips comments: neither hides a known secret."""
    assert leaks(cassette(asked="it's can'ary-1: x"), ["can'ary-1"])
    assert leaks(cassette() + "# can/ary-1\n", ["can/ary-1"])


def test_an_unscrubbed_recording_is_full_of_leaks() -> None:
    """Without scrubbing, every interaction of a talkative service is found to leak."""
    text, _ = recorded(NoScrubber)
    pointers = " ".join(leak.pointer for leak in leaks(text))
    assert all(f"/interactions/{number}/" in pointers for number in range(6))


def test_what_is_no_cassette_is_a_leak() -> None:
    """A file that cannot be read as a cassette is not called clean, nor is its code executed."""
    hostile = "interactions: !!python/object/apply:os.system ['exit 1']\n"
    assert [leak.what for leak in leaks(hostile)] == ["not a cassette"]
    assert leaks("- 1")
