"""The service as a function from request to response, without sockets."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.api.token import authenticate
from marketplace_contracts.simulator.domain.clock import Clock
from marketplace_contracts.simulator.domain.credentials import ApiUser
from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.lifecycle import settle
from marketplace_contracts.simulator.domain.seeded_random import uuid_text
from marketplace_contracts.simulator.faults.contract_faults import Fault
from marketplace_contracts.simulator.faults.injected import Faults, InjectedFault
from marketplace_contracts.simulator.from_schema.described import Described
from marketplace_contracts.simulator.http.error_responses import (
    ErrorShape,
    LayerError,
    error_response,
)
from marketplace_contracts.simulator.http.gateway import Gateway
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.http.request_rules import load_rules
from marketplace_contracts.simulator.http.routes import BASE_PATHS, HANDLERS, Router
from marketplace_contracts.simulator.options import Options
from marketplace_contracts.simulator.request_log import RequestLog
from marketplace_contracts.simulator.seed.seed_world import make_world

SERVICE_LOG = __name__
"""Name of the logger of responses that are not simulated."""
_log = logging.getLogger(SERVICE_LOG)

CORRELATION_HEADER = "X-Correlation-ID"
UNAUTHORIZED = 401
FRAMEWORK_SEEDS = 3
"""Every third seed has the framework's shape for a 401 of the service (facts E14)."""


class Service:
    """One simulated marketplace, including its faults.

    It works without a server, so that tests can call it directly.

    Attributes:
        clock: The simulated time.
        world: The state.
        described: What the description says of the operations that are served.
        faults: The faults in force.
        requests: The requests received.
        router: Finds operations.
        gateway: Counts calls in front of the service.
        crashes: Tracebacks of unexpected exceptions; empty unless the simulator has a bug.
    """

    def __init__(self, options: Options, breaks: Iterable[str | Fault] = ()) -> None:
        self._given = options
        self._breaks = tuple(breaks)
        self.described = Described(HANDLERS, options.spec, options.seed)
        self.router = Router(self.described.operations.values())
        self.clock = Clock(realtime=options.realtime, start=options.start)
        self.faults = Faults(self.router.names, self._apply)
        self._begin()
        self.world = make_world(self._options, self.clock)
        self.requests = RequestLog(self.world)

    @property
    def description(self) -> JsonObject:
        """Return the OpenAPI description that validates requests, with our own addresses."""
        servers = [{"url": path} for path in BASE_PATHS]
        spec = self._given.spec or load_rules().spec
        return {**spec.document, "servers": servers}

    def reset(self) -> None:
        """Restore the initial time, world and faults.

        Clock, world and faults stay the same objects, since tests hold them.
        """
        self.clock.restart()
        self._begin()
        self.requests.clear()
        fresh = make_world(self._options, self.clock)
        fresh.files_origin = self.world.files_origin
        vars(self.world).update(vars(fresh))

    def _begin(self) -> None:
        self.crashes: list[str] = []
        self._responses = 0
        self._options = self._given
        self.faults.clear()
        for each in self._breaks:
            self.faults.inject(each)
        self.gateway = Gateway(self._options, ApiUser.from_seed(self._options.seed))

    @property
    def generated(self) -> frozenset[str]:
        """Return the ids of the operations whose responses are generated from their schemas."""
        return self.described.generated

    def inject(self, fault: str | Fault) -> None:
        """Apply a fault from now on."""
        self.faults.inject(fault)

    def handle(self, request: Request) -> Response:
        """Respond to a request; faults act before and after the service."""
        self._responses += 1
        correlation = f"a8n-{uuid_text(self.world.seed, f'answer {self._responses}')}"
        faults = self.faults.acting(request)
        response = self._respond_through(faults, request, correlation)
        response = replace(response, headers={CORRELATION_HEADER: correlation, **response.headers})
        for each in faults:
            response = each.after(request, response)
        self.requests.note(request, response, (each.fault.name for each in faults))
        return response

    def _apply(self, change: Callable[[Options], Options]) -> None:
        self._options = change(self._options)
        if hasattr(self, "world"):
            self.world.options = self._options

    def _respond_through(
        self, faults: Sequence[InjectedFault], request: Request, correlation: str
    ) -> Response:
        try:
            for each in faults:
                changed = each.before(request)
                if isinstance(changed, Response):
                    return changed
                request = changed
        except Rejected as error:
            return self._refusal(error, request, correlation)
        response = self._response(request, correlation)
        # Bodies are parts of the world, which a fault must not change.
        return replace(response, body=deepcopy(response.body)) if faults else response

    def _response(self, request: Request, correlation: str) -> Response:
        try:
            return self._process(request)
        except Rejected as error:
            return self._refusal(error, request, correlation)
        except Exception:  # noqa: BLE001 - a fuzzer finds bugs this way, and later calls still work
            self.crashes.append(traceback.format_exc())
            crash = LayerError(500, "Internal Server Error", ErrorShape.FRAMEWORK)
            return error_response(crash, request, self.clock.now(), correlation)

    def _refusal(self, error: Rejected, request: Request, correlation: str) -> Response:
        return error_response(error, request, self.clock.now(), correlation, self._shape_of(error))

    def _shape_of(self, error: Rejected) -> ErrorShape | None:
        """Return the chosen shape of a 401 of the service, or None for the usual shape."""
        if error.status != UNAUTHORIZED or isinstance(error, LayerError):
            return None
        choice = self.world.options.unauthorized
        by_seed = choice == "by-seed" and self.world.seed % FRAMEWORK_SEEDS == 0
        return ErrorShape.FRAMEWORK if by_seed or choice == "framework" else None

    def _process(self, request: Request) -> Response:
        """Check gateway, path, token and request in this order, then call the handler.

        The response of an operation without a handler is generated from its schema.
        """
        now = self.clock.now()
        if request.base is None:
            raise _no_api()
        self.gateway.admit(request, now)
        if request.operation is None:
            raise _no_operation(request)
        authenticate(self.world, request.operation, request.headers.get("authorization", ""), now)
        settle(self.world, now)
        query, body = self.described.rules(request.operation).read(request, self.world.options)
        call = Call(self.world, request.ids, query, body)
        if request.operation in HANDLERS:
            return Response(200, HANDLERS[request.operation](call))
        _log.info("%s: generated from its schema, not simulated", request.operation)
        return self.described.respond(request.operation, call)


def _no_api() -> LayerError:
    """Return a 404 that names the base paths, for a path below none of them."""
    message = f"Not Found: the API is served below {', '.join(BASE_PATHS)}"
    return LayerError(404, message, ErrorShape.FRAMEWORK)


def _no_operation(request: Request) -> Rejected:
    """Return a 405 if the path has other methods, else the framework's 404 (facts C4)."""
    if request.allowed:
        allowed = {"Allow": ", ".join(request.allowed)}
        return Rejected(405, f"Method {request.method} is not supported", headers=allowed)
    return LayerError(404, "Not Found", ErrorShape.FRAMEWORK)
