"""The model `TokenRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TokenRequest(Model):
    """Names the marketplace to work in.

    Attributes:
        marketplace: Marketplace code, such as `us`, `nl` or `uk`.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "marketplace": Field("marketplace", expects=(str,), required=True)
    }

    marketplace: str
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.marketplace = get("marketplace", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> TokenRequest:
            self = new(cls)
            self._keys = ()
            self.marketplace = came.marketplace
            return self
