"""The model `DependsOnItem`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class DependsOnItem(Model):
    """A product that the platform adds to an order automatically.

    Attributes:
        mpn: Manufacturer part number.
        id: Identifier of the product.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "mpn": Field("mpn", expects=(str,)),
        "id": Field("id", expects=(str,)),
    }

    mpn: str | Unset = UNSET
    id: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.mpn = get("mpn", ABSENT)
            self.id = get("id", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> DependsOnItem:
            self = new(cls)
            self._keys = ()
            self.mpn = came.mpn
            self.id = came.id
            return self
