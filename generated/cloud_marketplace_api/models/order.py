"""The model `Order`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.align_expiration_date import AlignExpirationDate
    from ..models.billing_model import BillingModel
    from ..models.money import Money
    from ..models.order_detail import OrderDetail
    from ..models.order_line import OrderLine
    from ..models.order_status import OrderStatus
    from ..models.order_type import OrderType
    from ..models.placement_type import PlacementType
    from ..models.subscription_tcv import SubscriptionTcv


class Order(Model, kw_only=True):
    """An order in full.

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
        provisioning_date: When the order was provisioned; absent until then. Read-only.
        status_code: Internal code of two letters. Observed: CP with completed, AS with
            processing, LO while provisioning; no list is published. Read-only.
        po_number: Purchase order number. Automatic renewals repeat that of the original order,
            and pending orders may show that of an older one.
        attributes: Free key and text pairs.
        last_billing_date: Last billing date, for a migration.
        next_billing_date: Next billing date, for a migration.
        scheduled_on: When a change takes effect; `renewal` is the value that was seen.
        subscription_id: Identifier of the subscription that is changed, renewed or ended; in a
            response to a sale that of the new subscription.
        target_subscription_id: Identifier of the subscription to move to.
        billing_model: When a period is charged.
        align_expiration_date: Aligns the end of a subscription.
        placement_type: How an order is placed.
        total: Total price of the order. In a change order the sign need not follow that of the
            seats. Read-only.
        details: Price, tax and discount of each line; absent on renewals and cancellations.
            Read-only.
        credit_check: Whether the customer's credit is checked when the order is processed.
            Read-only.
        products: What was ordered; absent on renewals and cancellations.
        subscriptions: Contract values for each subscription.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "type": "OrderType",
        "creation_date": "datetime",
        "status": "OrderStatus",
        "provisioning_date": "datetime",
        "last_billing_date": "date",
        "next_billing_date": "date",
        "billing_model": "BillingModel",
        "placement_type": "PlacementType",
    }

    id: str
    order_number: str
    type: OrderType
    customer_id: str
    creation_date: datetime.datetime
    status: OrderStatus
    provisioning_date: datetime.datetime | Unset = UNSET
    status_code: str | Unset = UNSET
    po_number: str | None | Unset = UNSET
    attributes: dict[str, str] | Unset = UNSET
    last_billing_date: datetime.date | Unset = UNSET
    next_billing_date: datetime.date | Unset = UNSET
    scheduled_on: str | Unset = UNSET
    subscription_id: str | Unset = UNSET
    target_subscription_id: str | Unset = UNSET
    billing_model: BillingModel | Unset = UNSET
    align_expiration_date: AlignExpirationDate | Unset = UNSET
    placement_type: PlacementType | Unset = UNSET
    total: Money | Unset = UNSET
    details: list[OrderDetail] | Unset = UNSET
    credit_check: bool | Unset = UNSET
    products: list[OrderLine] | Unset = UNSET
    subscriptions: list[SubscriptionTcv] | Unset = UNSET
