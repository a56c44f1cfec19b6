"""Each rule of the scrubber by itself, without a recording."""

import base64
import gzip
import zlib
from typing import Any

import pytest
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording.kept_fields import PLACEHOLDER
from marketplace_contracts.recording.scrub import Scrubber, unpacked
from marketplace_contracts.recording.vcr_library import Request

LIVE = "https://api.cloud.example/naX"
BASE = "https://marketplace.example/marketplace/na"
"""The address in cassettes, which are committed: another one would change all of them."""


def uri(address: str, base: str = LIVE, words: frozenset[str] | None = None) -> str:
    """Return what a cassette keeps of an address."""
    scrubber = Scrubber(base, words=words)
    return str(scrubber.request(Request("GET", address, None, {})).uri)


def echoed(scrubber: Scrubber, text: str) -> str:
    """Return what a cassette keeps of a page with this text."""
    return str(scrubber.response(response(text))["body"]["string"].decode())


def response(body: str | bytes | None = "", message: str | None = "OK", **headers: Any) -> Any:
    """Return a response as vcrpy describes it; a header may have several values."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    status = {"code": 207, "message": message}
    return {"status": status, "headers": named, "body": {"string": body}}


def asked(**headers: Any) -> Scrubber:
    """Return a scrubber that has seen a request with these headers."""
    scrubber = Scrubber(LIVE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    scrubber.request(Request("GET", f"{LIVE}/orders", None, named))
    return scrubber


@pytest.mark.parametrize("base", [LIVE, f"{LIVE}/", f"{LIVE}//"])
def test_the_base_address_is_replaced(base: str) -> None:
    """The base address becomes the one of all cassettes, before a path and before a query."""
    assert uri(f"{LIVE}/orders", base) == f"{BASE}/orders"
    assert uri(f"{LIVE}?limit=1", base) == f"{BASE}?limit=1"
    assert uri(f"{BASE}/orders?limit=1", base) == f"{BASE}/orders?limit=1"
    assert uri(f"{BASE}?limit=1", base) == f"{BASE}?limit=1"
    assert echoed(Scrubber(base), f"see {LIVE}/orders") == f"see {BASE}/orders"


@pytest.mark.parametrize("host", ["127.0.0.1:80", "LOCALHOST:4711", "localhost", "[::1]:9"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_files_on_this_machine_get_one_origin(scheme: str, host: str) -> None:
    """Whatever the port and the name of this machine, the origin is the one of all cassettes."""
    assert echoed(Scrubber(LIVE), f"at {scheme}://{host}/a.csv") == "at https://files.example/a.csv"


@pytest.mark.parametrize("name", ["downloadUrl", "url", "Location", "HREF"])
def test_an_address_loses_the_values_of_its_query(name: str) -> None:
    """A property that holds an address, perhaps a relative one, keeps no value of its query."""
    found = echoed(Scrubber(LIVE), f'{{"{name}": "/f?part=abc&x=1", "note": "/f?part=abc"}}')
    kept = f"/f?part={PLACEHOLDER}&x={PLACEHOLDER}"
    assert found == f'{{"{name}":"{kept}","note":"/f?part=abc"}}'


@pytest.mark.parametrize("name", ["downloadUrl", "url", "Location", "href", "note"])
def test_a_signature_is_learned_from_an_address(name: str) -> None:
    """The signature of an address goes wherever it is echoed; dates and versions beside it stay."""
    scrubber = Scrubber(LIVE)
    query = "sv=version-1&sig=first-sig&Signature=second-sig&x-amz-signature=third-sig"
    address = "/f" if name != "note" else "at https://files.example/f"
    echoed(scrubber, f'{{"list": [{{"{name}": "{address}?{query}"}}]}}')
    shown = echoed(scrubber, "version-1 first-sig second-sig third-sig")
    assert shown == f"version-1 {PLACEHOLDER} {PLACEHOLDER} {PLACEHOLDER}"


def test_what_was_said_of_a_status_is_scrubbed() -> None:
    """The code of a status stays, its text loses secrets, and a missing text is empty."""
    scrubber = Scrubber(LIVE, ["secret-1"])
    assert scrubber.response(response(message="no secret-1"))["status"] == {
        "code": 207,
        "message": f"no {PLACEHOLDER}",
    }
    assert scrubber.response(response(message=None))["status"]["message"] == ""


def test_values_from_six_characters_are_looked_for() -> None:
    """A value of six characters is found anywhere, one of five would be part of innocent words."""
    scrubber = Scrubber(LIVE, ["abcdef", "vwxyz", PLACEHOLDER])
    assert echoed(scrubber, "abcdef vwxyz") == f"{PLACEHOLDER} vwxyz"
    assert scrubber.known.mask("abcdef") == "$SECRET"
    assert not scrubber.known.knows(PLACEHOLDER)


BASIC = base64.b64encode(b"me@corp:pass-word-1").decode()
SEEN: dict[str, tuple[dict[str, Any], str]] = {
    "key": ({"X-Subscription-Key": "key-one"}, "key-one"),
    "key in bytes": ({"x-subscription-key": b"key-one-\xe9"}, "key-one-\u00e9"),
    "token": ({"Authorization": "Bearer token-one"}, "token-one"),
    "basic": ({"Authorization": f"BASIC {BASIC}"}, BASIC),
    "basic without padding": ({"Authorization": f"Basic {BASIC}"}, BASIC.rstrip("=")),
    "name": ({"Authorization": f"Basic {BASIC}"}, "me@corp"),
    "password": ({"Authorization": f"Basic {BASIC}"}, "pass-word-1"),
    "first cookie": ({"Cookie": "a=cookie-one; b=cookie-two"}, "cookie-one"),
    "last cookie": ({"Cookie": "a=cookie-one; b=cookie-two "}, "cookie-two"),
}


@pytest.mark.parametrize(("headers", "secret"), SEEN.values(), ids=SEEN)
def test_a_secret_of_a_request_is_hidden_in_what_follows(
    headers: dict[str, Any], secret: str
) -> None:
    """A key, a token, name and password, and each cookie are replaced when they are echoed."""
    assert BASIC.endswith("=")
    assert echoed(asked(**headers), f"got {secret}.") == f"got {PLACEHOLDER}."
    assert echoed(asked(), f"got {secret}.") == f"got {secret}."


def test_only_a_basic_header_has_a_name_and_a_password() -> None:
    """What only looks like base64 is not unpacked, and what is none does no harm."""
    assert echoed(asked(Authorization=f"Bearer {BASIC}"), "me@corp") == "me@corp"
    assert echoed(asked(Authorization=f"Basic {PLACEHOLDER}"), PLACEHOLDER) == PLACEHOLDER
    assert echoed(asked(Authorization="Basic not/base64!"), "not/base64!") == PLACEHOLDER


def test_each_cookie_that_is_set_is_hidden() -> None:
    """The value of a cookie is replaced in the body that accompanies it, its attributes are not."""
    cookies = ["s=cookie-one; Path=/orders-path", "t=cookie-two"]
    found = Scrubber(LIVE).response(
        response("cookie-one cookie-two /orders-path", Set_Cookie=cookies)
    )
    assert found["body"]["string"].decode() == f"{PLACEHOLDER} {PLACEHOLDER} /orders-path"
    assert found["headers"] == {}


def test_credentials_keep_their_kind_only() -> None:
    """Headers are kept in order, credentials without their values, others without secrets."""
    headers = {"X-Subscription-Key": "k", "Range": "secret-1", "Authorization": "Bearer t"}
    request = Request("GET", f"{LIVE}/orders", None, headers)
    kept = Scrubber(LIVE, ["secret-1"]).request(request).headers
    assert list(kept.items()) == [
        ("authorization", f"Bearer {PLACEHOLDER}"),
        ("range", PLACEHOLDER),
        ("x-subscription-key", PLACEHOLDER),
    ]


def test_headers_of_a_response_lose_secrets() -> None:
    """Every value of a kept header is scrubbed; an address loses the values of its query."""
    scrubber = Scrubber(LIVE, ["secret-1"])
    given = response(Location=["/f?part=abc", f"{LIVE}/x"], Allow=["secret-1 GET", "PUT"])
    assert scrubber.response(given)["headers"] == {
        "allow": [f"{PLACEHOLDER} GET", "PUT"],
        "location": [f"/f?part={PLACEHOLDER}", f"{BASE}/x"],
    }


def test_addresses_of_a_live_service_keep_listed_values_only() -> None:
    """Of a live service's queries listed and empty values are kept, and of locations the form."""
    words = frozenset({"word"})
    for base in (LIVE, "https://other.example/base"):
        address = f"{LIVE}/orders?limit=5&name=Fjord&q=&flag"
        found = uri(address, base, words)
        if base == LIVE:
            assert found == f"{BASE}/orders?limit=5&name={PLACEHOLDER}&q=&flag"
        assert "Fjord" not in found
    assert uri(f"{LIVE}/orders?name=Fjord") == f"{BASE}/orders?name=Fjord"
    assert uri(f"{LIVE}/orders", words=words) == f"{BASE}/orders"
    given = response(Location=["/orders/Fjord"], Allow=["GET"])
    live = Scrubber(LIVE, words=words).response(given)["headers"]
    assert live == {"location": ["/xxxxxx/Xxxxx"], "allow": ["GET"]}
    assert Scrubber(LIVE).response(given)["headers"]["location"] == ["/orders/Fjord"]


def test_the_words_of_a_live_service_are_kept_in_bodies() -> None:
    """A text that is listed is kept under any name, another one is masked, on pages as well."""
    live = Scrubber(LIVE, words=frozenset({"word"}))
    assert echoed(live, '{"note": "word", "other": "Fjord"}') == '{"note":"word","other":"Xxxxx"}'
    assert "Fjord" not in echoed(live, "<p>Fjord</p>")
    assert echoed(Scrubber(LIVE), "<p>Fjord</p>") == "<p>Fjord</p>"


def test_a_changed_body_is_compact_and_keeps_its_letters() -> None:
    """A body with a secret is written anew; numbers and truth are judged by their name."""
    body = '{"token": 7, "pin": true, "password": null, "note": "\u00fc", "n": [1, "a"]}'
    kept = f'{{"token":"{PLACEHOLDER}","pin":true,"password":null,"note":"\u00fc","n":[1,"a"]}}'
    assert echoed(Scrubber(LIVE), body) == kept


def test_secrets_are_learned_wherever_they_stand() -> None:
    """A secret is learned by its own name, its parameter's name, and the name of its list."""
    scrubber = Scrubber(LIVE)
    pair = '{"name": "api_key", "value": "value-one", "structured_value": "value-two"}'
    body = f'{{"parameters": [{pair}], "tokens": ["value-three"], "a": {{"pwd": "value-four"}}}}'
    echoed(scrubber, body)
    text = "value-one value-two value-three value-four value-five api_key"
    assert echoed(scrubber, text) == " ".join([PLACEHOLDER] * 4 + ["value-five api_key"])


def test_a_secret_as_the_name_of_a_property_is_replaced() -> None:
    """A known value is replaced where it is the name of a property."""
    found = echoed(Scrubber(LIVE, ["fjord-1"]), '{"fjord-1": {"fjord-1": [1]}}')
    assert found == f'{{"{PLACEHOLDER}":{{"{PLACEHOLDER}":[1]}}}}'


def deflated(data: bytes) -> bytes:
    """Return data as servers deflate it that leave the header out."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "encodings"),
    [
        (gzip.compress(b"plain", mtime=0), ["gzip"]),
        (gzip.compress(b"plain", mtime=0), [" X-GZIP "]),
        (zlib.compress(b"plain"), ["Deflate"]),
        (deflated(b"plain"), ["deflate"]),
        (b"plain", ["identity"]),
        (b"plain", [""]),
        (b"plain", []),
        (gzip.compress(zlib.compress(b"plain"), mtime=0), ["deflate", "identity, gzip"]),
    ],
)
def test_each_encoding_is_undone(packed: bytes, encodings: list[str]) -> None:
    """All usual encodings are known, in any case, raw deflate and several at once included."""
    assert unpacked(packed, encodings) == b"plain"


@pytest.mark.parametrize(
    ("body", "encodings", "said"),
    [
        (b"x", ["br"], "A body has the unknown encoding br, so it cannot be recorded."),
        (b"x", ["gzip"], "A body does not have the encoding of its header."),
        (
            gzip.compress(b"x", mtime=0)[:9],
            ["gzip"],
            "A body does not have the encoding of its header.",
        ),
        (b"x", ["deflate"], "A body does not have the encoding of its header."),
        (b"\xff", [], "A body is not UTF-8 text, so it cannot be recorded."),
    ],
)
def test_a_body_that_can_not_be_judged_stops_the_recording(
    body: bytes, encodings: list[str], said: str
) -> None:
    """The error says what is wrong with the body, and holds nothing of it."""
    with pytest.raises(CannotRun) as caught:
        Scrubber(LIVE).response(response(body, Content_Encoding=encodings))
    assert str(caught.value) == said
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(("body", "kept"), [(None, None), ("", None), ("a", b"a"), (b"a", b"a")])
def test_a_body_may_be_text_bytes_or_missing(body: Any, kept: bytes | None) -> None:
    """A request's body is bytes, or None where there is nothing in it; a response's is bytes."""
    assert Scrubber(LIVE).request(Request("POST", f"{LIVE}/orders", body, {})).body == kept
    assert Scrubber(LIVE).response(response(body))["body"]["string"] == (kept or b"")
