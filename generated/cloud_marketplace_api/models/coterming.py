"""The model `Coterming`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new

if TYPE_CHECKING:
    from ..models.coterming_required import CotermingRequired
    from ..models.coterming_type import CotermingType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Coterming(Model):
    """Whether the end of a subscription can be aligned.

    Attributes:
        required: Whether aligning must, may or may not be done.
        type: What the end is aligned with.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "required": Field(
            "required", enumeration("CotermingRequired"), expects=(str,), holds="CotermingRequired"
        ),
        "type": Field("type", enumeration("CotermingType"), expects=(str,), holds="CotermingType"),
    }

    required: CotermingRequired | Unset = UNSET
    type: CotermingType | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_required = get("required", ABSENT)
            self._raw_type = get("type", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Coterming:
            self = new(cls)
            self._keys = ()
            self._raw_required = came.required
            self._raw_type = came.type
            return self
