"""Our own reading, through the function that the client uses: bytes to a page of detailed rows."""

import json
from functools import cache
from typing import Any, ClassVar

from attrs import define, field
from cloud_marketplace._decoding.deviations import Drift, Watch
from cloud_marketplace._decoding.read_response import read
from cloud_marketplace._engine.messages import HttpResponse
from cloud_marketplace_api import models
from cloud_marketplace_api.call import Call
from cloud_marketplace_api.operations import OPERATIONS
from cloud_marketplace_api.types import (
    Field,
    Model,
    items,
    memory_of,
    nested,
    new,
    read_date,
    read_datetime,
    response,
)


@cache
def call_of(row: str) -> Call[Any]:
    """A call that answers a page of whole rows; the service's own pages show a part of them."""
    name = f"{row}Details"

    @define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
    class Page(Model):
        FIELDS: ClassVar[dict[str, Field]] = {
            "data": Field("data", items(nested(row)), expects=(list,), required=True, holds=row),
            "pagination": Field("pagination", expects=(dict,), required=True),
        }
        data: Any
        pagination: Any
        additional_properties: dict[str, Any] = field(factory=dict)

        def _take(self, data: Any) -> None:
            self._raw_data = tuple(data["data"])
            self.pagination = data["pagination"]

        @classmethod
        def from_slim(cls, came: Any) -> Any:
            self = new(cls)
            self._keys = ()
            self._raw_data, self.pagination = came.data, came.pagination
            return self

    setattr(models, name, Page)
    operation = OPERATIONS["orders.list"]._replace(returns=name)
    return Call(operation, operation.path, response(name))


def rows(name: str, data: bytes, watch: Watch | None = None) -> list[Any]:
    """Read a page and give its rows.

    What was learnt of dates is forgotten before, as if a page were always a new one.
    """
    memory_of(read_date).forget()
    memory_of(read_datetime).forget()
    drifts: list[Drift] = []
    page: Any = read(call_of(name), HttpResponse(200, {}, data), watch, drifts)
    found: list[Any] = page.data
    return found


@cache
def deviating(data: bytes) -> bytes:
    """The same page with an unknown field in its last row, where it is noticed last."""
    page = json.loads(data)
    page["data"][-1]["surprise"] = 1
    return json.dumps(page).encode()
