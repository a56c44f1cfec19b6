"""The model `MarginRate`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class MarginRate(Model):
    """A margin before and after.

    Attributes:
        original: Margin before, as decimal text.
        new: Margin after, as decimal text.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "original": Field("original", expects=(str,), required=True),
        "new": Field("new", expects=(str,), required=True),
    }

    original: str
    new: str
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.original = get("original", ABSENT)
            self.new = get("new", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> MarginRate:
            self = new(cls)
            self._keys = ()
            self.original = came.original
            self.new = came.new
            return self
