"""HTTP in front of the service: an ASGI application of Starlette."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from urllib.parse import unquote

from starlette.requests import Request as HttpRequest
from starlette.responses import Response as HttpResponse
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from marketplace_contracts.simulator.api.downloads import PREFIX, download
from marketplace_contracts.simulator.api.provider_token import PROVIDER_PATH, respond
from marketplace_contracts.simulator.control import control_routes
from marketplace_contracts.simulator.domain.errors import Rejected
from marketplace_contracts.simulator.domain.lifecycle import settle
from marketplace_contracts.simulator.http.error_responses import ErrorShape, error_response
from marketplace_contracts.simulator.http.messages import Request, Response
from marketplace_contracts.simulator.http.request_bodies import BodyTooLargeError, read_body
from marketplace_contracts.simulator.service import Service

Dropper = Callable[[Scope], None]

_ABSOLUTE = re.compile(r"\Ahttps?://[^/]*", re.IGNORECASE)
_encode = json.JSONEncoder(separators=(",", ":")).encode


def make_app(service: Service, drop: Dropper) -> ASGIApp:
    """Return the application: the API below its base paths, and what is beside it.

    That is report files, the token endpoint of an identity provider, and optional control paths.

    Args:
        service: Responds to requests.
        drop: Closes the connection of a request.
    """
    api = Api(service, drop)
    routes: list[BaseRoute] = [
        Route(PREFIX + "{name}", Files(service)),
        Route(PROVIDER_PATH, IdentityProvider(service)),
    ]
    if service.world.options.control:
        routes += control_routes(service)
    # The default instead of a route, because a route's pattern stops at a line break in a path.
    return Router(routes, redirect_slashes=False, default=api)


class Api:
    """The API itself, as an ASGI application."""

    def __init__(self, service: Service, drop: Dropper) -> None:
        self._service = service
        self._drop = drop
        self._latency = service.world.options.latency_ms / 1000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one HTTP request."""
        try:
            body = await read_body(HttpRequest(scope, receive))
        except BodyTooLargeError as error:
            sent = Request(scope["method"], scope["path"])
            now = self._service.clock.now()
            await _render(error_response(error, sent, now, ""))(scope, receive, send)
            return
        response = self._service.handle(self._read(scope, body))
        if pause := self._latency + response.delay:
            await asyncio.sleep(pause)
        if response.drop:
            self._drop(scope)
            # Yield to the server, so that it does not send a response of its own.
            await asyncio.sleep(0)
            return
        await _render(response)(scope, receive, send)

    def _read(self, scope: Scope, body: bytes) -> Request:
        raw = (scope.get("raw_path") or scope["path"].encode()).decode("ascii", "replace")
        # A request line can contain the whole URL, as for a proxy (RFC 9112, 3.2.2).
        raw = _ABSOLUTE.sub("", raw)
        base, path = self._service.router.split(raw)
        # A trailing slash is ignored (facts E7).
        segments = tuple(unquote(step) for step in path.strip("/").split("/"))
        operations, ids = ({}, {}) if base is None else self._service.router.find(segments)
        return Request(
            method=scope["method"],
            path=path.rstrip("/") or "/",
            operation=operations.get(scope["method"]),
            ids=ids,
            query=tuple(HttpRequest(scope).query_params.multi_items()),
            headers={
                name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
            },
            body=body,
            allowed=tuple(sorted(operations)),
            base=base,
        )


class Files:
    """The storage of report files, which is not a part of the API."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request for a file."""
        request = HttpRequest(scope, receive)
        await self._respond(request)(scope, receive, send)

    def _respond(self, request: HttpRequest) -> HttpResponse:
        world, now = self._service.world, self._service.clock.now()
        settle(world, now)
        try:
            file = download(
                world,
                request.method,
                request.url.path,
                request.query_params,
                request.headers,
            )
        except Rejected as error:
            sent = Request(request.method, request.url.path)
            return _render(error_response(error, sent, now, "", ErrorShape.HTML))
        return HttpResponse(file.content, file.status, file.headers)


class IdentityProvider:
    """The token endpoint of an identity provider; not a part of the API."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request for a token."""
        await (await self._respond(HttpRequest(scope, receive)))(scope, receive, send)

    async def _respond(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status_code=405, headers={"Allow": "POST"})
        try:
            body = await read_body(request)
        except BodyTooLargeError as error:
            sent = Request(request.method, request.url.path)
            return _render(error_response(error, sent, self._service.clock.now(), ""))
        world, content_type = self._service.world, request.headers.get("content-type", "")
        return _render(respond(world, content_type, body))


def _render(response: Response) -> HttpResponse:
    is_json = response.media == "application/json"
    content = _encode(response.body) if is_json else response.body
    return HttpResponse(content, response.status, dict(response.headers), response.media or None)
