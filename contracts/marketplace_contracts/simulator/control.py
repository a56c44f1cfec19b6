"""Control the simulator over HTTP: its clock and its faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from marketplace_contracts.simulator.domain.clock import timestamp
from marketplace_contracts.simulator.faults import network_faults
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.http.request_bodies import BodyTooLargeError, read_body
from marketplace_contracts.simulator.service import Service

CLOCK_PATH = "/_simulator/clock"
FAULTS_PATH = "/_simulator/faults"

Act: TypeAlias = Callable[[Service, Any], None]

FAULTS: Mapping[str, Callable[..., Fault]] = MappingProxyType(
    {
        "drop": network_faults.drop,
        "timeout-page": network_faults.timeout_page,
        "delay": network_faults.delay,
    }
)
"""Network faults by name; the other properties of a request are their arguments."""


def control_routes(service: Service) -> list[BaseRoute]:
    """Return the routes below `/_simulator/`."""
    clock = Lever(service, _advance, '{"advance": seconds}')
    trouble = Lever(service, _inject, f'{{"fault": one of {", ".join(FAULTS)}}}')
    return [Route(CLOCK_PATH, clock), Route(FAULTS_PATH, trouble)]


class Lever:
    """A control path: GET returns the simulated time, POST acts first.

    Args:
        service: The simulated service.
        act: Performs the action that the JSON body of a POST describes.
        expected: Form of such a body, for the error message.
    """

    def __init__(self, service: Service, act: Act, expected: str) -> None:
        self._service = service
        self._act = act
        self._expected = expected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        request = Request(scope, receive)
        await (await self._refuse_or_respond(request))(scope, receive, send)

    async def _refuse_or_respond(self, request: Request) -> Response:
        if _is_foreign(request):
            return JSONResponse({"message": "requests of other origins are refused"}, 403)
        try:
            body = await read_body(request)
        except BodyTooLargeError as error:
            return JSONResponse({"message": error.message}, error.status, error.headers)
        return self._respond(request.method, body)

    def _respond(self, method: str, body: bytes) -> Response:
        if method == "POST":
            try:
                self._act(self._service, dict(json.loads(body)))
            except (ValueError, TypeError, KeyError, RecursionError):
                return JSONResponse({"message": f"expected {self._expected}"}, 400)
        elif method != "GET":
            return JSONResponse({"message": "GET or POST"}, 405, {"Allow": "GET, POST"})
        return JSONResponse({"now": timestamp(self._service.clock.now())})


def _is_foreign(request: Request) -> bool:
    """Return whether a page of another origin sent the request, by what browsers state.

    The addresses are fixed, not taken from `Host`: a name of an attacker can resolve to 127.0.0.1.
    """
    host, port = request.scope.get("server") or ("", None)
    names = {"127.0.0.1", "localhost", host}
    origin = request.headers.get("origin")
    return (
        request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        or request.url.hostname not in names
        or (origin is not None and origin not in {f"http://{name}:{port}" for name in names})
    )


def _advance(service: Service, wish: Any) -> None:
    service.clock.advance(_seconds(wish["advance"]))


def _inject(service: Service, wish: Any) -> None:
    rest = {name: value for name, value in wish.items() if name != "fault"}
    if "seconds" in rest:
        rest["seconds"] = _seconds(rest["seconds"])
    if rest.get("operation") not in (None, *service.router.names):
        raise ValueError(rest["operation"])
    if not isinstance(rest.get("times", 1), int | None) or not isinstance(
        rest.get("processed", True), bool
    ):
        raise TypeError(rest)
    service.inject(FAULTS[wish["fault"]](**rest))


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e10:
        raise ValueError(value)
    return float(value)
