"""The four shapes of refusals."""

import re

import pytest
from marketplace_contracts.simulator.domain.clock import START
from marketplace_contracts.simulator.http.error_responses import (
    ErrorShape,
    LayerError,
    error_response,
)
from marketplace_contracts.simulator.http.messages import Request
from support.simulator_api import Api


def test_service_shape_is_the_one_seen_live(api: Api) -> None:
    """Five keys, milliseconds with an offset, the path below the base, one id (facts C3, C12)."""
    response = api.http.get("/orders/1")
    body = response.json()
    assert set(body) == {"timeStamp", "status", "message", "path", "correlationId"}
    assert body["timeStamp"] == "2026-11-02T08:00:00.000+00:00"
    assert body["path"] == "/orders/1"
    assert body["correlationId"] == response.headers["X-Correlation-ID"]
    assert re.fullmatch(r"a8n-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", body["correlationId"])


def test_framework_shape_has_its_text_in_error(api: Api) -> None:
    """Unknown paths and media types return an error of the framework (facts C4)."""
    body = api.get("/nowhere", 404)
    assert set(body) == {"timestamp", "status", "error", "path", "correlationId"}
    assert body["error"] == "Not Found"


@pytest.mark.parametrize("shape", [ErrorShape.SERVICE, ErrorShape.FRAMEWORK, ErrorShape.GATEWAY])
def test_status_stands_in_the_body_too(shape: ErrorShape) -> None:
    """In any shape, the body repeats the status and has a message."""
    error = LayerError(400, "no", shape)
    response = error_response(error, Request("GET", "/x"), START, "a8n-1")
    assert 400 in response.body.values()
    assert "no" in response.body.values()


def test_html_shape_is_a_page() -> None:
    """The front end returns a page, not JSON (facts C6)."""
    error = LayerError(504, "504 Gateway Time-out", ErrorShape.HTML)
    response = error_response(error, Request("GET", "/"), START, "")
    assert response.media == "text/html"
    assert response.body.startswith("<html>")


def test_every_response_has_an_id_of_its_own(api: Api) -> None:
    """Responses of any status have distinct correlation ids (facts C12)."""
    seen = {
        api.http.get(path).headers["X-Correlation-ID"]
        for path in ("/orders", "/orders", "/orders/1", "/nowhere")
    }
    assert len(seen) == 4


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/orders", "GET, POST"),
        ("PUT", "/customers/1", "GET, PATCH"),
        ("GET", "/token", "POST"),
        ("GET", "/orders/estimate", "POST"),
        ("OPTIONS", "/plans", "GET"),
    ],
)
def test_wrong_methods_name_the_right_ones(api: Api, method: str, path: str, allowed: str) -> None:
    """405 has Allow, also where a fixed path could be taken for an id."""
    response = api.http.request(method, path)
    assert response.status_code == 405
    assert response.headers["Allow"] == allowed
