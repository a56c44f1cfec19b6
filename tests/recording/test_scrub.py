"""Scrubbing removes planted secrets, and keeps everything else."""

import base64
import json
import logging
from typing import Any

import pytest
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.kept_fields import PLACEHOLDER
from marketplace_contracts.recording.record import record_simulator
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.recording.scenarios.scenario import scenarios
from marketplace_contracts.recording.scrub import BASE, FILES, Scrubber, unpacked
from marketplace_contracts.recording.vcr_library import Request
from marketplace_contracts.traffic.secret_shapes import spellings
from support.recording import CANARIES, KEY, SIGNED, packed, recorded

LIVE = "https://api.cloud.example/marketplace/eu"


@pytest.fixture(scope="module")
def text() -> str:
    """A recording of calls that send and get every canary."""
    return recorded()[0]


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_survives(text: str, canary: str) -> None:
    """No planted secret gets into a cassette, in any spelling."""
    assert len(cassette_file.parse(text)["interactions"]) == 6
    shown = [form for form in spellings(CANARIES[canary]) if form in text]
    assert shown == []


def test_the_canaries_were_there() -> None:
    """Without scrubbing, the same calls would have shown nearly all of them in plain text."""
    from support.recording import NoScrubber

    text, _ = recorded(NoScrubber)
    missing = [name for name, value in CANARIES.items() if value not in text]
    # vcrpy keeps packed bodies packed: what only stands there is not in plain text.
    assert set(missing) <= {"user name", "password"}


def test_vcrpy_logs_nothing_unscrubbed(caplog: pytest.LogCaptureFixture) -> None:
    """While recording, what vcrpy has not scrubbed yet does not get into a log."""
    with caplog.at_level(logging.DEBUG):
        recorded()
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name[:3] == "vcr")
    assert not [name for name, value in CANARIES.items() if value in logged]


def test_a_customer_keeps_login_and_password() -> None:
    """Login and password of a contact, sent by our client, are not in the cassette (facts E2)."""
    text = record_simulator(scenarios()["customer-life"])
    assert "Invented-7-Secret" not in text
    assert "fjord-admin-login" not in text
    assert "ida.moen@fjordoutdoor.example" in text


def response(body: bytes, **headers: str) -> dict[str, Any]:
    """Return a response as vcrpy describes it."""
    named = {name.replace("_", "-"): [value] for name, value in headers.items()}
    return {
        "status": {"code": 200, "message": "OK"},
        "headers": named,
        "body": {"string": body},
    }


def body_of(scrubbed: dict[str, Any]) -> Any:
    """Return the JSON of a scrubbed response."""
    return json.loads(scrubbed["body"]["string"])


@pytest.mark.parametrize(
    "body",
    [
        '{"message": "me.user@corp.example.api"}',
        '{"message": "2BD600F2-CD31-41FB-A0DB-AAAAAAAAAAAA"}',
        '{"2bd600f2-cd31-41fb-a0db-aaaaaaaaaaaa": 1}',
        '{"note": "https://bob:canary-x@files.example/x"}',
        '{"note": "got eyJcanary-x.eyJcanary-x.canary-x"}',
        '{"apiKey": "canary-x"}',
        '{"sessionId": "canary-x"}',
        '{"pwd": "canary-x"}',
        '{"parameters": [{"name": "api_key", "structured_value": {"v": "canary-x"}}]}',
        "grant_type=password&username=bob&password=canary-x&client_secret=canary-x",
        "<Error>sig=canary-x</Error>",
    ],
)
def test_what_looks_like_a_secret_goes(body: str) -> None:
    """Secrets in other letters, as names, in forms, pages and addresses are removed."""
    scrubber = Scrubber(LIVE, ("Me.User@corp.example.API", "2bd600f2-cd31-41fb-a0db-aaaaaaaaaaaa"))
    text = scrubber.response(response(body.encode()))["body"]["string"].decode().lower()
    assert PLACEHOLDER.lower() in text
    assert [part for part in ("canary-x", "me.user", "2bd600f2") if part in text] == []


def test_a_secret_in_our_own_query_goes() -> None:
    """A parameter named as a secret is removed from a query; its neighbours stay."""
    asked = Scrubber(LIVE).request(
        Request("GET", f"{LIVE}/plans?access_token=canary&limit=5", None, {})
    )
    assert asked.uri == f"{BASE}/plans?access_token={PLACEHOLDER}&limit=5"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_bodies_are_unpacked(encoding: str) -> None:
    """A packed body is scrubbed too, and stored unpacked, without the header of its encoding."""
    body = packed(b'{"token": "canary-token"}', encoding)
    found = Scrubber(BASE).response(response(body, Content_Encoding=encoding))
    assert body_of(found) == {"token": PLACEHOLDER}
    assert found["headers"] == {}


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"canary", "br"), (b"canary", "gzip"), (b"\xff\xfe", "identity")]
)
def test_what_cannot_be_read_is_not_recorded(body: bytes, encoding: str) -> None:
    """An unknown encoding, a body in another encoding, or one that is not text is refused."""
    with pytest.raises(CannotRun):
        Scrubber(BASE).response(response(body, Content_Encoding=encoding))


def test_several_encodings_are_undone_in_turn() -> None:
    """Encodings named in one header or in several are undone from the last to the first."""
    body = packed(packed(b"plain", "deflate"), "gzip")
    assert unpacked(body, ["deflate, gzip"]) == unpacked(body, ["deflate", "gzip"]) == b"plain"


def test_a_clean_body_stays_as_received() -> None:
    """A body without a secret is unchanged, including blanks."""
    body = b'{"id": "1",  "amount": 22.10, "big": 12345678901234567890}'
    assert Scrubber(BASE).response(response(body))["body"]["string"] == body


def test_values_are_remembered() -> None:
    """A secret that was seen once is replaced wherever it appears again, also encoded."""
    scrubber = Scrubber(BASE)
    scrubber.response(response(b'{"token": "canary-token/1"}'))
    later = scrubber.response(
        response(b'{"message": "canary-token/1 or canary-token%2F1 expired"}')
    )
    assert body_of(later)["message"] == f"{PLACEHOLDER} or {PLACEHOLDER} expired"


def test_addresses_become_the_same_everywhere() -> None:
    """Base addresses and files on this machine get one name, so that ports leave no trace."""
    scrubber = Scrubber("http://127.0.0.1:4711/marketplace/na")
    request = Request("GET", "http://127.0.0.1:4711/marketplace/na/orders?limit=2", None, {})
    assert scrubber.request(request).uri == f"{BASE}/orders?limit=2"
    body = b'{"downloadUrl": "http://127.0.0.1:4712/rde/a.xlsx?sig=x&se=y"}'
    found = body_of(scrubber.response(response(body)))["downloadUrl"]
    assert found == f"{FILES}/rde/a.xlsx?sig={PLACEHOLDER}&se={PLACEHOLDER}"
    other = Request("GET", "http://127.0.0.1:4712/rde/a.xlsx?sig=x", None, {})
    assert scrubber.request(other).uri == f"{FILES}/rde/a.xlsx?sig={PLACEHOLDER}"


def test_another_base_address_with_the_same_beginning_is_another() -> None:
    """`…/euro` is not below `…/eu`."""
    request = Request("GET", f"{LIVE}ro/orders", None, {})
    assert not Scrubber(LIVE).request(request).uri.startswith(f"{BASE}/")


def test_locations_lose_their_signatures() -> None:
    """The address of a redirect keeps no query values, absolute or relative."""
    for same_address in (SIGNED, "/rde/a.xlsx?sig=CANARYsig"):
        found = Scrubber(BASE).response(response(b"", Location=same_address))["headers"][
            "location"
        ][0]
        assert "CANARY" not in found
        assert "a.xlsx?sig=" in found


def test_headers_go_by_a_list_of_what_is_kept() -> None:
    """Only listed headers are kept, and of credentials only their kind."""
    sent = {"Accept": "x/y", "Cookie": "a=b", "X-New": "1", "Authorization": "Bearer canary-token"}
    kept = Scrubber(BASE).request(Request("GET", f"{BASE}/orders", None, sent)).headers
    assert dict(kept) == {"accept": "x/y", "authorization": f"Bearer {PLACEHOLDER}"}
    given = response(b"", Date="today", Server="s", Set_Cookie="a=b", Retry_After="7")
    assert Scrubber(BASE).response(given)["headers"] == {"retry-after": ["7"]}


def test_scrubbing_twice_changes_nothing() -> None:
    """What was scrubbed once, a replay can scrub again before it looks for it."""
    scrubber = Scrubber(LIVE, [KEY])
    headers = {"Authorization": "Basic Y2FuYXJ5OmNhbmFyeQ==", "X-Subscription-Key": KEY}
    body = b'{"contactPersons":[{"login":"canary-login","password":"Canary-7"}]}'
    once = scrubber.request(Request("POST", f"{LIVE}/customers?x={KEY}", body, headers))
    twice = Scrubber(BASE).request(once)
    assert (once.uri, once.body, once.headers) == (twice.uri, twice.body, twice.headers)


def test_short_secrets_go_by_their_names() -> None:
    """A secret too short to be searched for is removed by the name of its property or pair."""
    pairs = [{"name": "admin_password", "value": "abc"}, {"name": "pin_secret", "value": 7}]
    pairs.append({"name": "api_token", "structured_value": {"a": "b"}})
    body = json.dumps({"password": "abc", "parameters": pairs}).encode()
    found = body_of(Scrubber(BASE).response(response(body)))
    assert found["password"] == PLACEHOLDER
    values = [pair.get("value", pair.get("structured_value")) for pair in found["parameters"]]
    assert values == [PLACEHOLDER] * 3


def test_unseen_secrets_go_by_their_looks() -> None:
    """An authorisation header and an address's query are removed, though never seen before."""
    text = "no Bearer unseen-token-1 at https://s.example/a?code=abc&x=1."
    found = body_of(Scrubber(BASE).response(response(json.dumps({"message": text}).encode())))
    code = f"https://s.example/a?code={PLACEHOLDER}&x={PLACEHOLDER}"
    assert found["message"] == f"no Bearer {PLACEHOLDER} at {code}"


def test_what_headers_gave_away_is_hidden_in_bodies() -> None:
    """Received cookies, and the name and password of a Basic header, are replaced when echoed."""
    scrubber = Scrubber(BASE)
    pair = base64.b64encode(b"unseen.API:Unseen-1-word").decode()
    scrubber.request(Request("POST", f"{BASE}/token", None, {"Authorization": f"Basic {pair}"}))
    echo = b'{"message": "unseen.API Unseen-1-word unseen-cookie-1"}'
    found = scrubber.response(response(echo, Set_Cookie="s=unseen-cookie-1; Path=/"))
    assert body_of(found)["message"] == f"{PLACEHOLDER} {PLACEHOLDER} {PLACEHOLDER}"


def test_short_credentials_and_relative_addresses() -> None:
    """A key is removed however short, and so are values of a relative address's query."""
    short = Request("GET", f"{BASE}/orders", None, {"X-Subscription-Key": "abc"})
    assert Scrubber(BASE).request(short).headers["x-subscription-key"] == PLACEHOLDER
    found = body_of(Scrubber(BASE).response(response(b'{"downloadUrl": "/rde/a?code=abc"}')))
    assert found["downloadUrl"] == f"/rde/a?code={PLACEHOLDER}"


def test_null_and_empty_secrets_stay() -> None:
    """A null under a secret's name stays null: its type is not changed."""
    found = body_of(Scrubber(BASE).response(response(b'{"password":null,"token":"t-1"}')))
    assert found == {"password": None, "token": PLACEHOLDER}


def test_the_recording_passes_the_scan() -> None:
    """The scan, which is given all secrets, finds nothing in a scrubbed recording."""
    text, scrubber = recorded()
    assert leaks(text, scrubber.known) == []
