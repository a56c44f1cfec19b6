"""The model `Token`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new


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

    token: str = ABSENT
    expires_in_seconds: int = ABSENT
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.token = get("token", ABSENT)
            self.expires_in_seconds = get("expiresInSeconds", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Token:
            self = new(cls)
            self._keys = ()
            self.token = came.token
            self.expires_in_seconds = came.expires_in_seconds
            return self
