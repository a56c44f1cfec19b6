"""The model `Choice`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Choice(Model):
    """A value to choose.

    Attributes:
        label: Text to show.
        value: Value to send.
        default: Whether it is the one proposed.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "label": Field("label", expects=(str,)),
        "value": Field("value", expects=(str,)),
        "default": Field("default", expects=(bool,)),
    }

    label: str | Unset = UNSET
    value: str | Unset = UNSET
    default: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.label = get("label", ABSENT)
            self.value = get("value", ABSENT)
            self.default = get("default", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Choice:
            self = new(cls)
            self._keys = ()
            self.label = came.label
            self.value = came.value
            self.default = came.default
            return self
