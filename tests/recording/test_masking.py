"""Live cassettes keep listed values only; everything else is masked by kind."""

import json
import re
from typing import Any

import pytest
from marketplace_contracts.description.spec import load
from marketplace_contracts.recording.kept_fields import FIELDS, PLACEHOLDER, documented_words
from marketplace_contracts.recording.masking import mask, mask_page, mask_text
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.recording.scrub import BASE, Scrubber
from marketplace_contracts.recording.vcr_library import Request
from support.recording import recorded

CANARY = "Canary7xQ"
UNHEARD_OF = [
    "adminPwd",
    "root_pass",
    "licenseKey",
    "LICENCE-KEY",
    "oneTimeCode",
    "otp",
    "pin",
    "activation",
    "kennwort",
    "x",
    "note",
    "vendorData",
    "name",
    "email",
    "Value",
    "ID",
    "status_text",
]


def live() -> Scrubber:
    """Return a scrubber for a live service."""
    return Scrubber(BASE, words=documented_words(load().document))


def kept(body: Any) -> str:
    """Return what a live cassette keeps of a response with this JSON body."""
    given = {"status": {"code": 200, "message": "OK"}, "headers": {}}
    text = body if isinstance(body, str) else json.dumps(body)
    scrubbed = live().response(given | {"body": {"string": text.encode()}})
    return str(scrubbed["body"]["string"].decode())


@pytest.mark.parametrize("name", UNHEARD_OF)
@pytest.mark.parametrize(
    "place",
    [
        lambda name: {name: CANARY},
        lambda name: {"data": [{name: [CANARY, {"value": CANARY}]}]},
        lambda name: {"parameters": [{"name": name, "value": CANARY}]},
        lambda name: {"parameters": [{"name": name, "structured_value": {name: CANARY}}]},
        lambda name: {"attributes": {name: f"{CANARY} of {name}"}},
        lambda name: {"message": f"{name}: {CANARY}"},
        lambda name: f"<html><p class={CANARY}>{name} {CANARY}</p></html>",
    ],
    ids=["property", "list", "parameter", "structured", "attribute", "message", "page"],
)
def test_values_of_unknown_names_are_masked(name: str, place: Any) -> None:
    """A value that is not listed does not get into a cassette, under any name."""
    assert CANARY not in kept(place(name))


@pytest.mark.parametrize("code", [987654, 9876.54, "987654", "98-76-54"])
def test_codes_in_digits_are_masked(code: Any) -> None:
    """One-time codes are numbers or digits, and do not survive either."""
    shown = kept({"verification": code, "rows": [code], "sms": {"n": code}})
    assert "98" not in shown
    assert "76" not in shown


def test_a_secret_as_a_name_is_masked() -> None:
    """A secret used as the name of a property is masked, if it is not an identifier."""
    assert "s3cret" not in kept({"s3cret /+= value": 1})


def test_listed_values_are_kept() -> None:
    """Ids, states, dates, quantities and amounts are kept: the checks need them."""
    row = {
        "id": "1000611",
        "type": "sales",
        "status": "a-new-state",
        "creationDate": "2026-11-02T07:59:59Z",
        "products": [
            {"mpn": "CFQ7TTC0ZZ01:0004", "quantity": 5.0, "unitPrice": {"amount": "22.1"}}
        ],
        "renewalStatus": True,
        "provisioningDate": None,
    }
    assert json.loads(kept(row)) == row


def test_a_long_text_under_a_listed_name_is_masked() -> None:
    """A text of a hundred letters is masked, even as an id or status."""
    assert "abab" not in kept({"status": "ab" * 50})


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("2026-11-02", "2000-01-01"),
        ("2026-11-02T07:59:59.120+01:00", "2000-01-01T00:00:00.000+00:00"),
        ("ida.moen@fjord.example", "x@masked.example"),
        ("47##55512345#", "11##11111111#"),
        ("2BD600F2-CD31-41FB-A0DB-AAAAAAAAAAAA", "00000000-0000-4000-8000-000000000000"),
        (
            "https://a.example/rde/F7.xlsx?sig=abc",
            f"https://masked.example/xxx/X1.xxxx?sig={PLACEHOLDER}",
        ),
        ("Fjord Outdoor AS", "Xxxxx Xxxxxxx XX"),
        ("NO", "XX"),
        ("12.50", "11.11"),
        ("Ærø 7", "Xxx 1"),
        ("", ""),
    ],
)
def test_a_masked_text_keeps_its_format(text: str, masked: str) -> None:
    """Dates stay dates, addresses addresses, digits digits; masking twice changes nothing."""
    assert mask_text(text) == masked
    assert mask_text(masked) == masked


def test_numbers_keep_kind_sign_and_length() -> None:
    """Integers stay integers of the same length, decimals stay decimals; null and booleans stay."""
    given = {"a": -1234, "b": 0, "c": 2.5, "d": 3.0, "e": None, "f": False}
    assert mask(given) == {"a": -1111, "b": 1, "c": 1.1, "d": 1.0, "e": None, "f": False}


def test_pages_keep_their_tags() -> None:
    """An HTML page stays HTML, without attributes, words and numbers."""
    page = '<html><body bgcolor="#fff"><h1>504 Gateway Time-out</h1></body></html>'
    assert mask_page(page) == "<html><body><h1>111 Xxxxxxx Xxxx-xxx</h1></body></html>"


def test_documented_words_are_kept_under_any_name() -> None:
    """A word that the description lists in an enumeration is not a secret."""
    assert json.loads(kept({"unknown": "creditHold"})) == {"unknown": "creditHold"}


def test_queries_of_live_calls_keep_listed_parameters() -> None:
    """Filters by id and status are kept, other parameters of a query are replaced."""
    address = f"{BASE}/orders?customerId=1000611&email=ida@fjord.example&limit=5"
    scrubbed = live().request(Request("GET", address, None, {})).uri
    assert scrubbed == f"{BASE}/orders?customerId=1000611&email={PLACEHOLDER}&limit=5"


def test_no_listed_name_is_a_secret_one() -> None:
    """No name on the list of what is kept is one that the scan looks for."""
    text = json.dumps(dict.fromkeys(sorted(FIELDS), "x"))
    assert kept(text) == text
    assert not re.search(r"pass|pwd|secret|login|licen|code\b(?<!Code)", " ".join(FIELDS))


def test_a_talkative_live_service_gives_nothing_away() -> None:
    """A live recording of a service that repeats everything has none of the canaries."""
    text, scrubber = recorded(lambda base, secrets: Scrubber(base, secrets, frozenset()))
    assert leaks(text, scrubber.known) == []
