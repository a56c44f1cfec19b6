"""Bodies are decompressed and converted, up to a largest size."""

import gzip
import tracemalloc
import zlib
from typing import Any

import httpx
import pytest
from cloud_marketplace import errors
from cloud_marketplace._transport.read_body import (
    MAX_BODY,
    BodyReader,
    BodyTooLarge,
    DecodingError,
    to_utf8,
)
from support.client import Service

TEXT = b'{"id": "7", "name": "' + "".join(map(str, range(2000))).encode() + b'"}'
RAW_DEFLATE = zlib.compress(TEXT)[2:-4]
BODIES = {
    "plain": ("", TEXT),
    "identity": ("identity", TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "upper case": ("GZIP", gzip.compress(TEXT)),
    "x-gzip": ("x-gzip", gzip.compress(TEXT)),
    "two members": ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
    "an empty member": ("gzip", gzip.compress(b"") + gzip.compress(TEXT) + gzip.compress(b"")),
    "zeros after the member": ("gzip", gzip.compress(TEXT) + b"\0" * 100),
    "other bytes after the member": ("gzip", gzip.compress(TEXT) + b"\n"),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "deflate without header": ("deflate", RAW_DEFLATE),
    "twice": ("gzip, deflate", zlib.compress(gzip.compress(TEXT))),
}


def read(encoding: str, body: bytes, size: int, **options: Any) -> bytes:
    """Read a body in parts of a size."""
    reader = BodyReader({"content-encoding": encoding}, **options)
    for start in range(0, len(body), size):
        reader.feed(body[start : start + size])
    return reader.finish()


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_decompressed(name: str, size: int) -> None:
    """Each way of compressing gives the same text, however the bytes are divided."""
    assert read(*BODIES[name], size) == TEXT


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"no gzip"),
        ("gzip", gzip.compress(TEXT)[:-20]),
        ("deflate", b"no deflate"),
        ("deflate", zlib.compress(TEXT)[:-20]),
    ],
)
def test_a_body_that_is_not_what_it_says(encoding: str, body: bytes) -> None:
    """Bytes that can't be decompressed, or end too early, are an error."""
    with pytest.raises(DecodingError):
        read(encoding, body, 1000)


def test_an_empty_body_needs_no_compression() -> None:
    """A response without a body may name a compression."""
    assert read("gzip", b"", 1) == b""


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_a_body_has_a_largest_size(encoding: str) -> None:
    """One byte more than allowed is too much, compressed or not, and the bound itself is not."""
    packed = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress}[encoding]
    assert len(read(encoding, packed(b" " * 5000), 64, max_size=5000)) == 5000
    with pytest.raises(BodyTooLarge):
        read(encoding, packed(b" " * 5001), 64, max_size=5000)


def test_a_small_body_can_not_fill_the_memory() -> None:
    """A megabyte that decompresses to a gigabyte is given up early."""
    bomb = gzip.compress(gzip.compress(b"\0" * 100_000_000, 9), 9)
    tracemalloc.start()
    try:
        with pytest.raises(BodyTooLarge):
            read("gzip, gzip", bomb, 65536, max_size=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("ISO-8859-1", "iso-8859-1"),
        ('"iso-8859-15"', "iso-8859-15"),
        ("windows-1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("UTF-8", "utf-8"),
    ],
)
def test_text_of_another_charset_is_read(charset: str, encoded: str) -> None:
    """A response in a charset that it names is read as the text that it is."""
    body = '{"id": "7", "orderNumber": "Café Zürich"}'.encode(encoded)
    headers = {"Content-Type": f"application/json; charset={charset}"}
    service = Service([httpx.Response(200, headers=headers, content=body)])
    with service.client() as mp:
        assert mp.orders.get(7).order_number == "Café Zürich"


@pytest.mark.parametrize("charset", ["nonsense", "base64", "utf-16", ""])
def test_an_unknown_or_wrong_charset_changes_nothing(charset: str) -> None:
    """A charset that is unknown, invalid, or does not fit leaves the bytes unchanged."""
    assert to_utf8(b'{"a": 1}x', f"application/json; charset={charset}") == b'{"a": 1}x'


def test_a_large_response_is_a_mismatch_of_a_read_and_an_unknown_order() -> None:
    """A response beyond the largest size ends the call, with what is known of the outcome."""
    page = httpx.Response(200, content=b" " * (MAX_BODY + 1))
    with Service([page]).client() as mp:
        with pytest.raises(errors.ResponseMismatch, match="BodyTooLarge"):
            mp.orders.get(7)
        with pytest.raises(errors.OutcomeUnknown, match="BodyTooLarge"):
            mp.orders.create({"type": "sales", "customerId": "1", "products": []})
