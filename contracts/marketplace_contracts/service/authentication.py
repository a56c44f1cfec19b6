"""Credentials of a request: correct ones, or wrong ones on purpose."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from marketplace_contracts.service.target import Target

WRONG_KEY = "00000000-0000-4000-8000-00000000dead"
WRONG_TOKEN = "bm90LWEtdG9rZW4"  # noqa: S105 - this is what it says: not a token
WRONG_PASSWORD = "not-the-password"  # noqa: S105 - invented, and wrong


@dataclass(frozen=True, slots=True)
class Auth:
    """Selects the credentials of a request, so that a check can omit or falsify one of them.

    Attributes:
        key: The subscription key: `good`, `none` or `wrong`.
        proof: Basic for `auth.token`, the bearer token for other operations: `good`, `none`,
            `wrong`, or `other` for good credentials of the scheme that the operation does not use.
        token: A token to send instead of the client's own.
    """

    key: str = "good"
    proof: str = "good"
    token: str | None = None

    @property
    def needs_token(self) -> bool:
        """Tell whether the client's own token may have to be sent."""
        return self.token is None and self.proof in {"good", "other"}


GOOD = Auth()


def auth_headers(target: Target, auth: Auth, *, basic: bool, token: str) -> dict[str, str]:
    """Return the headers that authenticate a request.

    Args:
        target: Holds the credentials.
        auth: Which of them to send.
        basic: Whether the operation takes Basic credentials.
        token: The client's own token; empty where none is needed.
    """
    headers = {}
    if auth.key != "none":
        good = auth.key == "good"
        headers["X-Subscription-Key"] = target.subscription_key if good else WRONG_KEY
    if auth.proof != "none":
        other = auth.proof == "other"
        wrong = auth.proof == "wrong"
        headers["Authorization"] = (
            _basic(target, wrong=wrong)
            if basic != other
            else f"Bearer {auth.token or (WRONG_TOKEN if wrong else token)}"
        )
    return headers


def sends_basic(auth: Auth, *, basic: bool) -> bool:
    """Tell whether a request has Basic credentials rather than a token."""
    return basic != (auth.proof == "other")


def _basic(target: Target, *, wrong: bool) -> str:
    password = WRONG_PASSWORD if wrong else target.password
    pair = f"{target.username}:{password}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"
