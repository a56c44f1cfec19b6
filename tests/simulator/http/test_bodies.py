"""Any invalid body returns an error and never crashes the service."""

import pytest
from support.simulator_api import Api

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b"{'type': 1}",
        b'{"type": NaN}',
        b'{"type": 1e999}',
        b'{"type": -Infinity}',
        b"\xff\xfe{}",
        b'"\\ud800"',
        b'{"type": "\\udfff"}',
        b"[" * 100_000,
        b"1" * 5_000,
        b"\x00",
    ],
)
def test_what_is_no_json_is_400(api: Api, content: bytes) -> None:
    """Bytes that are not JSON return 400, a lone surrogate included."""
    error = api.send("POST", "/orders", 400, content=content, headers=JSON)
    assert error["message"].startswith("body: ")


@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "", "json"]
)
def test_other_media_types_are_415(api: Api, media: str) -> None:
    """A body must be declared as JSON; else the framework refuses it (facts C4)."""
    error = api.send("POST", "/orders", 415, content=b"{}", headers={"Content-Type": media})
    assert error["error"] == "Unsupported Media Type"


@pytest.mark.parametrize(
    "media", ["application/json", "application/json; charset=utf-8", "Application/JSON"]
)
def test_json_is_known_in_all_its_spellings(api: Api, media: str) -> None:
    """Letter case and parameters of the media type do not matter."""
    error = api.send("POST", "/orders", 400, content=b"{}", headers={"Content-Type": media})
    assert error["message"] == "the body: customerId is missing; the body: type is missing"


def test_odd_but_valid_text_passes(api: Api) -> None:
    """NUL, emoji and escapes are characters like others."""
    body = {"name": "\0 \U0001f600 \u202e", "startDate": "2026-10-01T00:00:00Z"}
    assert api.post("/reports", body)["name"] == body["name"]
