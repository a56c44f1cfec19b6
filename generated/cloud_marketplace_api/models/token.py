"""The model `Token`."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import define, field

from ..types import READ_ONLY, Field, Model


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Token(Model):
    """A bearer token.

    Attributes:
        token: Opaque token. Read-only.
        expires_in_seconds: Seconds that the token lives from now on; 1500 was seen, but use the
            number returned. Read-only.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "token": Field("token", expects=(str,), required=True, secret=True),
        "expires_in_seconds": Field("expiresInSeconds", expects=(int,), required=True),
    }

    token: str = READ_ONLY
    expires_in_seconds: int = READ_ONLY
    additional_properties: dict[str, Any] = field(factory=dict)
