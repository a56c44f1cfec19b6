"""The model `OrderSummary`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, new, read_datetime

if TYPE_CHECKING:
    from ..models.order_status import OrderStatus
    from ..models.order_type import OrderType


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderSummary(Model):
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
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "id": Field("id", expects=(str,), required=True),
        "order_number": Field("orderNumber", expects=(str,), required=True),
        "type": Field(
            "type", enumeration("OrderType"), expects=(str,), required=True, holds="OrderType"
        ),
        "customer_id": Field("customerId", expects=(str,), required=True),
        "creation_date": Field("creationDate", read_datetime, expects=(str,), required=True),
        "status": Field(
            "status", enumeration("OrderStatus"), expects=(str,), required=True, holds="OrderStatus"
        ),
        "status_code": Field("statusCode", expects=(str,), required=True),
        "provisioning_date": Field("provisioningDate", read_datetime, expects=(str,)),
    }

    id: str = ABSENT
    order_number: str = ABSENT
    type: OrderType
    customer_id: str
    creation_date: datetime.datetime = ABSENT
    status: OrderStatus = ABSENT
    status_code: str = ABSENT
    provisioning_date: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.order_number = get("orderNumber", ABSENT)
            self._raw_type = get("type", ABSENT)
            self.customer_id = get("customerId", ABSENT)
            self._raw_creation_date = get("creationDate", ABSENT)
            self._raw_status = get("status", ABSENT)
            self.status_code = get("statusCode", ABSENT)
            self._raw_provisioning_date = get("provisioningDate", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> OrderSummary:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.order_number = came.order_number
            self._raw_type = came.type
            self.customer_id = came.customer_id
            self._raw_creation_date = came.creation_date
            self._raw_status = came.status
            self.status_code = came.status_code
            self._raw_provisioning_date = came.provisioning_date
            return self
