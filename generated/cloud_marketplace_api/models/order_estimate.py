"""The model `OrderEstimate`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new, read_date

if TYPE_CHECKING:
    from ..models.align_expiration_date import AlignExpirationDate
    from ..models.billing_model import BillingModel
    from ..models.money import Money
    from ..models.order_detail import OrderDetail
    from ..models.order_line import OrderLine
    from ..models.order_type import OrderType
    from ..models.placement_type import PlacementType
    from ..models.subscription_tcv import SubscriptionTcv


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderEstimate(Model):
    """The price of an order that is not placed.

    Attributes:
        total: Total price that the order would have. In a change order the sign need not follow
            that of the seats. Read-only.
        products: What would be ordered.
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
        type: Effect of an order. `cancellation` ends a subscription and is independent of the
            status `cancelled`; `unknown` occurs only in responses.
        customer_id: Identifier of the customer.
        details: Price, tax and discount of each line. Read-only.
        subscriptions: Contract values for each subscription.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "total": Field("total", nested("Money"), expects=(dict,), required=True, holds="Money"),
        "products": Field(
            "products",
            items(nested("OrderLine")),
            expects=(list,),
            required=True,
            holds="OrderLine",
        ),
        "po_number": Field("poNumber", expects=(str, type(None))),
        "attributes": Field("attributes", expects=(dict,)),
        "last_billing_date": Field("lastBillingDate", read_date, expects=(str,)),
        "next_billing_date": Field("nextBillingDate", read_date, expects=(str,)),
        "scheduled_on": Field("scheduledOn", expects=(str,)),
        "subscription_id": Field("subscriptionId", expects=(str,)),
        "target_subscription_id": Field("targetSubscriptionId", expects=(str,)),
        "billing_model": Field(
            "billingModel", enumeration("BillingModel"), expects=(str,), holds="BillingModel"
        ),
        "align_expiration_date": Field(
            "alignExpirationDate",
            nested("AlignExpirationDate"),
            expects=(dict,),
            holds="AlignExpirationDate",
        ),
        "placement_type": Field(
            "placementType", enumeration("PlacementType"), expects=(str,), holds="PlacementType"
        ),
        "type": Field("type", enumeration("OrderType"), expects=(str,), holds="OrderType"),
        "customer_id": Field("customerId", expects=(str,)),
        "details": Field(
            "details", items(nested("OrderDetail")), expects=(list,), holds="OrderDetail"
        ),
        "subscriptions": Field(
            "subscriptions",
            items(nested("SubscriptionTcv")),
            expects=(list,),
            holds="SubscriptionTcv",
        ),
    }

    total: Money = ABSENT
    products: list[OrderLine]
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
    type: OrderType | Unset = UNSET
    customer_id: str | Unset = UNSET
    details: list[OrderDetail] | Unset = UNSET
    subscriptions: list[SubscriptionTcv] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_total = get("total", ABSENT)
            value = get("products", ABSENT)
            self._raw_products = tuple(value) if type(value) is list else value
            self.po_number = get("poNumber", ABSENT)
            self.attributes = get("attributes", ABSENT)
            self._raw_last_billing_date = get("lastBillingDate", ABSENT)
            self._raw_next_billing_date = get("nextBillingDate", ABSENT)
            self.scheduled_on = get("scheduledOn", ABSENT)
            self.subscription_id = get("subscriptionId", ABSENT)
            self.target_subscription_id = get("targetSubscriptionId", ABSENT)
            self._raw_billing_model = get("billingModel", ABSENT)
            self._raw_align_expiration_date = get("alignExpirationDate", ABSENT)
            self._raw_placement_type = get("placementType", ABSENT)
            self._raw_type = get("type", ABSENT)
            self.customer_id = get("customerId", ABSENT)
            value = get("details", ABSENT)
            self._raw_details = tuple(value) if type(value) is list else value
            value = get("subscriptions", ABSENT)
            self._raw_subscriptions = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> OrderEstimate:
            self = new(cls)
            self._keys = ()
            self._raw_total = came.total
            self._raw_products = came.products
            self.po_number = came.po_number
            self.attributes = came.attributes
            self._raw_last_billing_date = came.last_billing_date
            self._raw_next_billing_date = came.next_billing_date
            self.scheduled_on = came.scheduled_on
            self.subscription_id = came.subscription_id
            self.target_subscription_id = came.target_subscription_id
            self._raw_billing_model = came.billing_model
            self._raw_align_expiration_date = came.align_expiration_date
            self._raw_placement_type = came.placement_type
            self._raw_type = came.type
            self.customer_id = came.customer_id
            self._raw_details = came.details
            self._raw_subscriptions = came.subscriptions
            return self
