"""Control the simulator over HTTP, below `/_simulator/`: for tests in any language.

The levers are those of Python (`Simulator.clock`, `.faults`, `.world`, `.requests`, `.reset`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from marketplace_contracts.simulator.adjustable_world import AdjustableWorld
from marketplace_contracts.simulator.domain.clock import timestamp
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Account
from marketplace_contracts.simulator.faults.contract_faults import FAULTS
from marketplace_contracts.simulator.faults.injected import CALL_FAULTS
from marketplace_contracts.simulator.http.request_bodies import BodyTooLargeError, read_body
from marketplace_contracts.simulator.options import SimulatorError
from marketplace_contracts.simulator.service import Service

PREFIX = "/_simulator/"

Act: TypeAlias = Callable[[Service, Any], JsonObject | None]
Show: TypeAlias = Callable[[Service], JsonObject]

CHANGES: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "set-price": AdjustableWorld.set_price,
        "retire-product": AdjustableWorld.retire_product,
        "end-subscription": AdjustableWorld.end_subscription,
        "revoke-tokens": AdjustableWorld.revoke_tokens,
        "add-customer": AdjustableWorld.add_customer,
    }
)
"""Changes of the world by name; the other properties of a request are their arguments."""


def control_routes(service: Service) -> list[BaseRoute]:
    """Return the routes below `/_simulator/`."""
    levers = {
        "clock": Lever(service, _time, {"POST": _advance}, '{"advance": seconds}'),
        "faults": Lever(
            service,
            _faults,
            {"POST": _inject, "DELETE": _clear},
            _one_of("fault", [*CALL_FAULTS, *FAULTS]),
        ),
        "world": Lever(service, _time, {"POST": _change}, _one_of("change", CHANGES)),
        "requests": Lever(service, _requests, {"DELETE": _forget}),
        "reset": Lever(service, _time, {"POST": _reset}),
        "openapi.json": Lever(service, _description, {}),
    }
    return [Route(PREFIX + name, lever) for name, lever in levers.items()]


class Lever:
    """A control path: GET shows something, other methods act first.

    Args:
        service: The simulated service.
        show: Returns the response of a GET, and of a method whose action has none.
        acts: Performs an action, given the JSON of the body, by method.
        expected: Form of the body of a POST, for the error message; empty if it needs none.
    """

    def __init__(
        self, service: Service, show: Show, acts: Mapping[str, Act], expected: str = ""
    ) -> None:
        self._service = service
        self._show = show
        self._acts = acts
        self._expected = expected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one HTTP request."""
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
        if method in ("GET", "HEAD"):
            return JSONResponse(self._show(self._service))
        if method not in self._acts:
            allowed = ["GET", *self._acts]
            return JSONResponse(
                {"message": " or ".join(allowed)}, 405, {"Allow": ", ".join(allowed)}
            )
        try:
            wish = dict(json.loads(body)) if self._expected and method == "POST" else {}
            found = self._acts[method](self._service, wish)
        except SimulatorError as error:
            return JSONResponse({"message": str(error)}, 400)
        except (ValueError, TypeError, KeyError, RecursionError):
            return JSONResponse({"message": f"expected {self._expected}"}, 400)
        return JSONResponse(self._show(self._service) if found is None else found)


def _one_of(name: str, choices: Iterable[str]) -> str:
    return f'{{"{name}": one of {", ".join(choices)}}}'


def _is_foreign(request: Request) -> bool:
    """Tell whether a page of another origin sent the request, according to the browser.

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


def _time(service: Service) -> JsonObject:
    return {"now": timestamp(service.clock.now())}


def _advance(service: Service, wish: Any) -> None:
    service.clock.advance(_seconds(wish["advance"]))


def _faults(service: Service) -> JsonObject:
    faults = [
        {
            "fault": each.fault.name,
            "operation": each.fault.operation,
            "times": each.fault.times,
            "hits": each.hits,
        }
        for each in service.faults
    ]
    return {**_time(service), "faults": faults}


def _inject(service: Service, wish: Any) -> None:
    name = wish["fault"]
    rest = {key: value for key, value in wish.items() if key != "fault"}
    if name in FAULTS and not rest:
        service.faults.inject(name)
        return
    for key, value in rest.items():
        if not _KINDS[key](value):
            raise TypeError(rest)
    service.faults.inject(CALL_FAULTS[name](**rest))


def _clear(service: Service, _: Any) -> None:
    service.faults.clear()


def _change(service: Service, wish: Any) -> JsonObject | None:
    rest = {key: value for key, value in wish.items() if key != "change"}
    if not all(isinstance(value, str) for value in rest.values()):
        raise TypeError(rest)
    found = CHANGES[wish["change"]](service.world, **rest)
    return {**_time(service), "id": found.id} if isinstance(found, Account) else None


def _requests(service: Service) -> JsonObject:
    return {**_time(service), "requests": list(service.requests)}


def _forget(service: Service, _: Any) -> None:
    service.requests.clear()


def _reset(service: Service, _: Any) -> None:
    service.reset()


def _description(service: Service) -> JsonObject:
    return service.description


def _seconds(value: Any) -> float:
    if not _is_duration(value):
        raise ValueError(value)
    return float(value)


def _is_duration(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value < 1e10


_KINDS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {
        "operation": lambda value: isinstance(value, str | None),
        "times": lambda value: isinstance(value, int | None),
        "processed": lambda value: isinstance(value, bool),
        "message": lambda value: isinstance(value, str),
        "status": lambda value: isinstance(value, int),
        "seconds": _is_duration,
        "retry_after": lambda value: _is_duration(value) and isinstance(value, int),
    }
)
"""Whether a value can be that of an argument of a fault."""
