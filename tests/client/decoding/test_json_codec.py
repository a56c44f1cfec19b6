"""JSON out with exact decimals, JSON in without surprises."""

import json
import math
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from cloud_marketplace._decoding.json_codec import UNREADABLE, decode, encode, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.50", "1.50"), ("1E+3", "1000"), ("1e-7", "0.0000001"), ("-0.10", "-0.10"), ("7", "7")],
)
def test_decimals_leave_as_plain_text(number: str, text: str) -> None:
    """A Decimal is sent as text digit by digit: no exponent, no float (facts E13, F17)."""
    assert plain(Decimal(number)) == text
    assert encode({"quantity": Decimal(number)}) == f'{{"quantity":"{text}"}}'.encode()


def test_bodies_leave_as_utf_8() -> None:
    """Text beyond ASCII is sent unchanged, in UTF-8, and numbers stay numbers."""
    body = {"name": "Blåbær AS", "n": 2, "f": 1.5, "none": None, "list": [True]}
    assert json.loads(encode(body)) == body
    assert "Blåbær".encode() in encode(body)  # bytes, as asserted


@pytest.mark.parametrize(
    "value",
    [{"a": float("nan")}, {"a": object()}, {"a": Decimal("Infinity")}, {"a": "\ud800"}, {"a": {1}}],
)
def test_what_json_can_not_carry_is_reported(value: object) -> None:
    """A value that JSON can't represent gives a sentence, and no exception that holds the body."""
    reported = encode(value)
    assert isinstance(reported, str)
    assert reported


def test_a_sentence_never_quotes_the_body() -> None:
    """The sentence about an invalid body names a type at most."""
    circle: list[object] = ["canary"]
    circle.append(circle)
    for value in (circle, {"canary": float("inf")}, {"a": Decimal("NaN")}, [{"canary"}]):
        assert "canary" not in str(encode(value))


@pytest.fixture(params=["msgspec", "standard library"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with msgspec, and again as if it refused everything."""

    def refuse(body: bytes) -> Any:
        raise msgspec.DecodeError(f"{len(body)} bytes")

    if request.param != "msgspec":
        monkeypatch.setattr("msgspec.json.decode", refuse)
    return str(request.param)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"123456789012345678901234567890", 123456789012345678901234567890),
        (b"-18446744073709551617", -18446744073709551617),
        (b"9007199254740993", 9007199254740993),
        (b"[1.0, 1, true]", [1.0, 1, True]),
        (b"0.1", 0.1),
        (b"1e400", math.inf),
        (b'"\\ud800"', "\ud800"),
        (b"\xef\xbb\xbf[1]", [1]),
        ('["é"]'.encode("utf-16"), ["é"]),
    ],
)
@pytest.mark.usefixtures("reader")
def test_numbers_and_encodings_are_read_alike(body: bytes, value: Any) -> None:
    """Big integers stay exact and unusual encodings are read, by either library."""
    assert repr(decode(body)) == repr(value)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_any_json_is_read_as_the_standard_library_reads_it(value: Any) -> None:
    """For every JSON text the two readers give the same, down to the kind of each number."""
    body = json.dumps(value).encode()
    assert repr(decode(body)) == repr(json.loads(body))


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"\xff\xfe\xff", b"[" * 100_000, b"nul"])
def test_what_is_no_json_is_unreadable(body: bytes) -> None:
    """Empty, cut, HTML, badly encoded or endlessly nested bodies are unreadable, never an error."""
    assert decode(body) is UNREADABLE
    assert not UNREADABLE


def test_json_of_any_kind_is_read() -> None:
    """Any JSON value is read, null and false among them."""
    assert [decode(b) for b in (b"null", b"false", b"[]", b'{"a": 1}')] == [
        None,
        False,
        [],
        {"a": 1},
    ]


@pytest.mark.parametrize("text", ["1e99999999", "-1e99999999", "1e-99999999", "1e41", "9" * 41])
def test_a_decimal_of_endless_digits_is_not_written(text: str) -> None:
    """Writing `1e99999999` would take the process' time and memory; it is refused at once."""
    with pytest.raises(ValueError, match="at most 40 digits"):
        plain(Decimal(text))
    assert isinstance(encode({"quantity": Decimal(text)}), str)


@pytest.mark.parametrize("body", [b"NaN", b"[Infinity]", b'{"a": -Infinity}'])
def test_what_is_no_json_is_unreadable_though_python_takes_it(body: bytes) -> None:
    """NaN and Infinity are not JSON: they could neither be computed with nor be written."""
    assert decode(body) is UNREADABLE
