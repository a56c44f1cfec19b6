"""The model `ParameterValue`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class ParameterValue(Model):
    """A product parameter with its value; either `value` or `structured_value` is given.

    Attributes:
        name: Name of the parameter; letter case matters. Each vendor has its own names, for
            Microsoft seats `tenant_preference`, `microsoft_domain`, `microsoft_tenant_id`,
            `agreement_date` (MM-DD-YYYY) and more. Whether a domain is sent with its suffix depends
            on the product.
        value: Plain value; text as a rule, but any JSON value is returned and accepted.
        structured_value: Structured value, such as an attestation; an object as a rule.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "name": Field("name", expects=(str,), required=True),
        "value": Field("value"),
        "structured_value": Field("structured_value"),
    }

    name: str
    value: Any | Unset = UNSET
    structured_value: Any | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.name = get("name", ABSENT)
            self.value = get("value", ABSENT)
            self.structured_value = get("structured_value", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> ParameterValue:
            self = new(cls)
            self._keys = ()
            self.name = came.name
            self.value = came.value
            self.structured_value = came.structured_value
            return self
