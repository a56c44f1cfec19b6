"""The model `TcvAmounts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, nested, new

if TYPE_CHECKING:
    from ..models.money import Money


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class TcvAmounts(Model):
    """Total contract value before, of and after discounts.

    Attributes:
        total: Contract value before discounts. Read-only.
        disc_total: Discounts on the contract value. Read-only.
        effective_total: Contract value after discounts. Read-only.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "total": Field("total", nested("Money"), expects=(dict,), holds="Money"),
        "disc_total": Field("discTotal", nested("Money"), expects=(dict,), holds="Money"),
        "effective_total": Field("effectiveTotal", nested("Money"), expects=(dict,), holds="Money"),
    }

    total: Money | Unset = UNSET
    disc_total: Money | Unset = UNSET
    effective_total: Money | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_total = get("total", ABSENT)
            self._raw_disc_total = get("discTotal", ABSENT)
            self._raw_effective_total = get("effectiveTotal", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> TcvAmounts:
            self = new(cls)
            self._keys = ()
            self._raw_total = came.total
            self._raw_disc_total = came.disc_total
            self._raw_effective_total = came.effective_total
            return self
