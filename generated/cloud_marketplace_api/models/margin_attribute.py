"""The model `MarginAttribute`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MarginAttribute(Model):
    """The margin of one attribute.

    Attributes:
        attribute: Name of the attribute.
        attribute_value: Value of the attribute.
        total_margin: Whole margin, as decimal text.
        reseller_margin: The reseller's margin, as decimal text.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "attribute": Field("attribute", expects=(str,)),
        "attribute_value": Field("attributeValue", expects=(str,)),
        "total_margin": Field("totalMargin", expects=(str,)),
        "reseller_margin": Field("resellerMargin", expects=(str,)),
    }

    attribute: str | Unset = UNSET
    attribute_value: str | Unset = UNSET
    total_margin: str | Unset = UNSET
    reseller_margin: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.attribute = get("attribute", ABSENT)
            self.attribute_value = get("attributeValue", ABSENT)
            self.total_margin = get("totalMargin", ABSENT)
            self.reseller_margin = get("resellerMargin", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> MarginAttribute:
            self = new(cls)
            self._keys = ()
            self.attribute = came.attribute
            self.attribute_value = came.attribute_value
            self.total_margin = came.total_margin
            self.reseller_margin = came.reseller_margin
            return self
