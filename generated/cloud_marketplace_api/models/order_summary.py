"""The model `OrderSummary`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_status import OrderStatus
    from ..models.order_type import OrderType


class OrderSummary(Model, kw_only=True):
    """An order as lists show it; sparse.

    Attributes:
        id: Identifier of the order; differs from the order number. Read-only.
        order_number: Number that people see; the prefix shows the kind: SO sale, CH change, RN
            renewal, CL cancellation. The platform has more prefixes, such as BO, PO and CF. Read-
            only.
        type: Effect of an order. `cancellation` ends a subscription and is independent of the
            status `cancelled`; `unknown` occurs only in responses.
        customer_id: Identifier of the customer.
        creation_date: When the order was placed. Read-only.
        status: How far the order is. Read-only.
        status_code: Internal code of two letters. Observed: CP with completed, AS with
            processing, LO while provisioning; no list is published. Read-only.
        provisioning_date: When the order was provisioned; absent until then. Read-only.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "type": "OrderType",
        "creation_date": "datetime",
        "status": "OrderStatus",
        "provisioning_date": "datetime",
    }

    id: str
    order_number: str
    type: OrderType
    customer_id: str
    creation_date: datetime.datetime
    status: OrderStatus
    status_code: str
    provisioning_date: datetime.datetime | Unset = UNSET
