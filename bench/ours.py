"""Our own reading, through the function that the client uses: bytes to a page of detailed rows."""

import json
from functools import cache
from typing import Any

from cloud_marketplace._decoding.deviations import Watch
from cloud_marketplace._decoding.read_response import Seen, read
from cloud_marketplace_api import models
from cloud_marketplace_api.call import Call, response
from cloud_marketplace_api.model import Model, texts_of
from cloud_marketplace_api.operations import OPERATIONS


@cache
def call_of(row: str) -> Call[Any]:
    """A call that returns a page of whole rows; the service's own pages show a part of them."""
    name = f"{row}Details"
    annotations = {"data": f"list[{row}]", "pagination": "Pagination"}
    page = type(Model)(name, (Model,), {"__annotations__": annotations}, kw_only=True)
    setattr(models, name, page)
    operation = OPERATIONS["orders.list"]._replace(returns=name)
    return Call(operation, operation.path, response(name))


def rows(name: str, data: bytes, watch: Watch | None = None) -> list[Any]:
    """Read a page and return its rows.

    The known texts of dates are forgotten before, as if a page were always a new one.
    """
    texts_of("date").clear()
    texts_of("datetime").clear()
    page: Any = read(call_of(name), data, watch, Seen() if watch else None)
    found: list[Any] = page.data
    return found


@cache
def deviating(data: bytes) -> bytes:
    """The same page with an unknown field in its last row, where it is noticed last."""
    page = json.loads(data)
    page["data"][-1]["surprise"] = 1
    return json.dumps(page).encode()


@cache
def growing(data: bytes) -> bytes:
    """The same page with an unknown field in every row, as after an extension of the service."""
    page = json.loads(data)
    for row in page["data"]:
        row["surprise"] = 1
    return json.dumps(page).encode()
