"""A transport for tests that responds from a list, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import httpx

FakeResponse: TypeAlias = (
    "httpx.Response | Exception | Callable[[httpx.Request], httpx.Response] | dict[str, Any]"
)
"""A response, an exception to raise, a function of the request, or JSON with status 200."""


class FakeTransport(httpx.MockTransport):
    """Responds to the calls of a client in turn, for tests of code that uses the client.

    Requests for a token get a token. The last response is repeated for all calls
    that follow. It serves `Marketplace` and `AsyncMarketplace`:

        transport = FakeTransport(httpx.ReadTimeout("slow"), {"id": "7", "status": "completed"})
        with Marketplace(**SETTINGS, transport=transport, sleep=FakeClock().sleep) as mp:
            assert mp.orders.get(7).id == "7"
        assert len(transport.requests) == 2

    Args:
        *responses: Responses to calls.
        tokens: Responses to the first requests for a token.
        token_lifetime: Seconds to live of the other tokens, which are `token-1`, `token-2`, ….

    Attributes:
        requests: The calls, as httpx requests.
        token_requests: The requests for a token.
    """

    def __init__(
        self,
        *responses: FakeResponse,
        tokens: Iterable[FakeResponse] = (),
        token_lifetime: Any = 1500,
    ) -> None:
        super().__init__(self.respond)
        self.responses: list[FakeResponse] = list(responses)
        self.tokens: list[FakeResponse] = list(tokens)
        self.token_lifetime = token_lifetime
        self.prefix = "token"
        self.requests: list[httpx.Request] = []
        self.token_requests: list[httpx.Request] = []

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the next response.

        Raises:
            LookupError: If there is none: the test did not expect this call.
        """
        if request.url.path.endswith("/token"):
            return self._respond_with_token(request)
        self.requests.append(request)
        if not self.responses:
            raise LookupError(f"no response is left for {request.method} {request.url.path}")
        response = self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]
        return _given(response, request)

    def _respond_with_token(self, request: httpx.Request) -> httpx.Response:
        self.token_requests.append(request)
        if self.tokens:
            return _given(self.tokens.pop(0), request)
        token = f"{self.prefix}-{len(self.token_requests)}"
        is_form = "form" in request.headers.get("content-type", "")
        names = ("access_token", "expires_in") if is_form else ("token", "expiresInSeconds")
        body = dict(zip(names, (token, self.token_lifetime), strict=True))
        return httpx.Response(200, json=body)


def _given(response: FakeResponse, request: httpx.Request) -> httpx.Response:
    if isinstance(response, Exception):
        raise response
    if isinstance(response, dict):
        return httpx.Response(200, json=response)
    if isinstance(response, httpx.Response):
        # A copy, since a response can be read once only.
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content
        )
    return response(request)
