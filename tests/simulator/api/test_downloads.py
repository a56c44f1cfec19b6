"""Report files at signed addresses."""

from collections.abc import Iterator

import httpx
import pytest
from support.simulator_api import REPORT, Api, fetch, simulated

DAY = 86_400


@pytest.fixture
def api() -> Iterator[Api]:
    """A client of a new simulator."""
    with simulated() as api:
        yield api


@pytest.fixture
def url(api: Api) -> str:
    """The address of the well-known report's file."""
    address: str = api.get(f"/reports/{REPORT}")["downloadUrl"]
    return address


def test_file_comes_from_another_origin(api: Api, url: str) -> None:
    """The address is on another port and needs no credentials (facts E12)."""
    assert httpx.URL(url).port != httpx.URL(api.simulator.base_url).port
    response = fetch(url)
    assert response.status_code == 200
    assert response.content[:2] == b"PK"
    assert "spreadsheetml" in response.headers["content-type"]


@pytest.mark.parametrize("header", ["Authorization", "X-Subscription-Key", "x-subscription-KEY"])
def test_headers_of_the_api_are_refused(api: Api, url: str, header: str) -> None:
    """A request with the API's headers is 400: they must not reach the storage (facts E12)."""
    assert fetch(url, headers={header: api.http.headers.get(header)}).status_code == 400
    assert api.http.get(url).status_code == 400


def test_address_runs_out_after_90_days(api: Api, url: str) -> None:
    """The signature spans 90 days from the making of the file (facts E12)."""
    api.wait(9 * DAY)
    assert fetch(url).status_code == 200
    api.wait(DAY)
    assert fetch(url).status_code == 403


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sig=", "sig=A"),
        ("sig=", "nosig="),
        ("se=2026", "se=2036"),
        (REPORT, "8422c8da-9c55-4cf5-ade3-ad87d3222be4"),
    ],
)
def test_changed_addresses_are_refused(url: str, old: str, new: str) -> None:
    """After any change of a URL, the signature no longer matches."""
    assert old in url
    assert fetch(url.replace(old, new)).status_code == 403


def test_addresses_can_be_relative(api: Api) -> None:
    """Some addresses hang on the API's own host (facts E12)."""
    (relative,) = {
        row["downloadUrl"]
        for row in api.get("/reports")["data"]
        if row.get("downloadUrl", "").startswith("/")
    }
    assert fetch(httpx.URL(api.simulator.base_url).join(relative)).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=10-", 10, None),
        ("bytes=-5", -5, None),
        ("bytes=5-99999999", 5, None),
    ],
)
def test_ranges_are_served(url: str, wanted: str, first: int, last: int | None) -> None:
    """A part of a file has status 206 and states its range."""
    whole = fetch(url).content
    response = fetch(url, headers={"Range": wanted})
    assert response.status_code == 206
    assert response.content == whole[first : None if last is None else last + 1]
    assert response.headers["Content-Range"].endswith(f"/{len(whole)}")


def test_ranges_outside_the_file_are_416(url: str) -> None:
    """A part that the file does not have is refused, garbled ranges are ignored."""
    assert fetch(url, headers={"Range": "bytes=99999999-"}).status_code == 416
    assert fetch(url, headers={"Range": "bytes=-0"}).status_code == 416
    assert fetch(url, headers={"Range": "lines=1-2"}).status_code == 200


def test_files_are_only_read(url: str) -> None:
    """Nothing but GET works on a file."""
    response = fetch(url, "POST")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
