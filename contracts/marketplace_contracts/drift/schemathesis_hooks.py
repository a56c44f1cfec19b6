"""Authenticate plain schemathesis: key and Basic for the token, key and token for other calls.

Its command line loads this module by SCHEMATHESIS_HOOKS; the environment holds the credentials.
"""

from __future__ import annotations

import base64
import os
from typing import Any

import requests
import schemathesis

KEY = "X-Subscription-Key"


@schemathesis.auth(refresh_interval=1000)
class TokenAuth:
    """A token for the duration of a run."""

    def get(self, case: schemathesis.Case[Any], context: object) -> str:  # noqa: ARG002 - its names
        """Request a token."""
        response = requests.post(
            f"{os.environ['MARKETPLACE_BASE_URL']}/token",
            json={"marketplace": os.environ["MARKETPLACE_CODE"]},
            headers=_headers(_basic()),
            timeout=30,
        )
        return str(response.json().get("token", ""))

    def set(self, case: schemathesis.Case[Any], data: str, context: object) -> None:  # noqa: ARG002 - its names
        """Add key and credentials to a request."""
        token_call = case.operation.path == "/token"
        case.headers.update(_headers(_basic() if token_call else f"Bearer {data}"))


def _basic() -> str:
    name, word = (os.environ[f"MARKETPLACE_{part}"] for part in ("USERNAME", "PASSWORD"))
    return "Basic " + base64.b64encode(f"{name}:{word}".encode()).decode()


def _headers(proof: str) -> dict[str, str]:
    return {KEY: os.environ["MARKETPLACE_SUBSCRIPTION_KEY"], "Authorization": proof}
