"""The model `Pagination`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, Field, Model, new


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Pagination(Model):
    """Which part of the collection a page shows.

    Attributes:
        offset: Rows skipped before this page.
        limit: Largest number of rows of a page.
        total: Rows in the whole collection after filtering.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "offset": Field("offset", expects=(int,), required=True),
        "limit": Field("limit", expects=(int,), required=True),
        "total": Field("total", expects=(int,), required=True),
    }

    offset: int
    limit: int
    total: int
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.offset = get("offset", ABSENT)
            self.limit = get("limit", ABSENT)
            self.total = get("total", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> Pagination:
            self = new(cls)
            self._keys = ()
            self.offset = came.offset
            self.limit = came.limit
            self.total = came.total
            return self
