"""The model `Token`."""

from __future__ import annotations

from typing import ClassVar

from ..model import Model


class Token(Model, kw_only=True):
    """A bearer token.

    Attributes:
        token: Opaque token. Read-only.
        expires_in_seconds: Seconds that the token lives from now on; 1500 was seen, but use the
            number returned. Read-only.
        additional_properties: Unknown fields by their JSON key.
    """

    SECRET_FIELDS: ClassVar[frozenset[str]] = frozenset({"token"})

    token: str
    expires_in_seconds: int
