"""The resource `auth`: The bearer token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...protocols import AsyncSender, Sender
from . import auth_token

if TYPE_CHECKING:
    from ...models import Token, TokenRequest


class Auth:
    """The bearer token."""

    __slots__ = ("_sender",)

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def token(
        self, body: TokenRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Token:
        """Exchange name and password for a bearer token.

        Uses HTTP Basic with the API user's name and password. The token lives for
        `expiresInSeconds` (about 25 minutes); reuse it for all calls instead of asking for a new
        one each time, since this call spends the same rate budget.

        Effect: token; the same request may be sent twice.

        Args:
            body: `TokenRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Token`.
        """
        call = auth_token.call(body)
        del body  # a traceback that shows locals would show a password in it
        return self._sender.send(call, timeout=timeout)


class AsyncAuth:
    """The bearer token, asynchronous."""

    __slots__ = ("_sender",)

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender

    async def token(
        self, body: TokenRequest | Mapping[str, Any], *, timeout: float | None = None
    ) -> Token:
        """Exchange name and password for a bearer token.

        Uses HTTP Basic with the API user's name and password. The token lives for
        `expiresInSeconds` (about 25 minutes); reuse it for all calls instead of asking for a new
        one each time, since this call spends the same rate budget.

        Effect: token; the same request may be sent twice.

        Args:
            body: `TokenRequest`, or a mapping of its JSON keys.
            timeout: Seconds that the call may take; None uses the client's setting.

        Returns:
            `Token`.
        """
        call = auth_token.call(body)
        del body  # a traceback that shows locals would show a password in it
        return await self._sender.send(call, timeout=timeout)


__all__ = ["AsyncAuth", "Auth"]
