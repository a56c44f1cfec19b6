"""The model `Subscription`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new, read_date

if TYPE_CHECKING:
    from ..models.billing_model import BillingModel
    from ..models.money import Money
    from ..models.parameter_value import ParameterValue
    from ..models.period import Period
    from ..models.subscription_product import SubscriptionProduct
    from ..models.subscription_status import SubscriptionStatus


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class Subscription(Model):
    """A subscription in full.

    Attributes:
        id: Identifier of the subscription. Read-only.
        customer_id: Identifier of the customer. Read-only.
        status: State of the subscription. Read-only.
        renewal_status: Whether the subscription renews automatically. Read-only.
        creation_date: Day on which the subscription was created; null while it is pending.
        name: Name of the subscription. Read-only.
        attributes: Free key and text pairs. `PONumber` is a purchase order number and can be
            that of an old order.
        renewal_date: Day of the next renewal.
        last_modified_date: Day of the last change. For an ended subscription the day on which
            it was decided not to renew, not the end.
        expiration_date: Day on which the subscription ends. Missing or null while it is
            pending, and can be years ahead on a removed one.
        billing_model: When a billing period of the subscription is charged.
        billing_period: How often the subscription is charged; independent of the term.
        subscription_period: Term of the subscription: how long it lasts before it is renewed.
        plan_id: Identifier of the plan; a number here. Read-only.
        total_subscription_price: Resale price of the whole subscription period. Read-only.
        total_subscription_cost: Reseller's cost of the whole subscription period. Read-only.
        total_subscription_provider_cost: Provider's cost of the whole subscription period.
            Read-only.
        total_price: Resale price of all products for one billing period. Read-only.
        products: What is subscribed to; empty or absent for plans without seats.
        order_parameters: Parameters given with the order; `microsoft_tenant_id` holds the
            customer's tenant.
        fulfillment_parameters: Parameters of the provisioning; `ms_customer_id` holds the
            customer's tenant.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "id": Field("id", expects=(str,), required=True),
        "customer_id": Field("customerId", expects=(str,), required=True),
        "status": Field(
            "status",
            enumeration("SubscriptionStatus"),
            expects=(str,),
            required=True,
            holds="SubscriptionStatus",
        ),
        "renewal_status": Field("renewalStatus", expects=(bool,), required=True),
        "creation_date": Field("creationDate", read_date, expects=(str, type(None)), required=True),
        "name": Field("name", expects=(str,)),
        "attributes": Field("attributes", expects=(dict,)),
        "renewal_date": Field("renewalDate", read_date, expects=(str, type(None))),
        "last_modified_date": Field("lastModifiedDate", read_date, expects=(str, type(None))),
        "expiration_date": Field("expirationDate", read_date, expects=(str, type(None))),
        "billing_model": Field(
            "billingModel",
            enumeration("BillingModel"),
            expects=(type(None), str),
            holds="BillingModel",
        ),
        "billing_period": Field("billingPeriod", nested("Period"), expects=(dict,), holds="Period"),
        "subscription_period": Field(
            "subscriptionPeriod", nested("Period"), expects=(dict,), holds="Period"
        ),
        "plan_id": Field("planId", expects=(int, type(None))),
        "total_subscription_price": Field(
            "totalSubscriptionPrice", nested("Money"), expects=(dict,), holds="Money"
        ),
        "total_subscription_cost": Field(
            "totalSubscriptionCost", nested("Money"), expects=(dict,), holds="Money"
        ),
        "total_subscription_provider_cost": Field(
            "totalSubscriptionProviderCost", nested("Money"), expects=(dict,), holds="Money"
        ),
        "total_price": Field("totalPrice", nested("Money"), expects=(dict,), holds="Money"),
        "products": Field(
            "products",
            items(nested("SubscriptionProduct")),
            expects=(list,),
            holds="SubscriptionProduct",
        ),
        "order_parameters": Field(
            "orderParameters",
            items(nested("ParameterValue")),
            expects=(list,),
            holds="ParameterValue",
        ),
        "fulfillment_parameters": Field(
            "fulfillmentParameters",
            items(nested("ParameterValue")),
            expects=(list,),
            holds="ParameterValue",
        ),
    }

    id: str = ABSENT
    customer_id: str = ABSENT
    status: SubscriptionStatus = ABSENT
    renewal_status: bool = ABSENT
    creation_date: datetime.date | None
    name: str | Unset = UNSET
    attributes: dict[str, str] | Unset = UNSET
    renewal_date: datetime.date | None | Unset = UNSET
    last_modified_date: datetime.date | None | Unset = UNSET
    expiration_date: datetime.date | None | Unset = UNSET
    billing_model: BillingModel | None | Unset = UNSET
    billing_period: Period | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    plan_id: int | None | Unset = UNSET
    total_subscription_price: Money | Unset = UNSET
    total_subscription_cost: Money | Unset = UNSET
    total_subscription_provider_cost: Money | Unset = UNSET
    total_price: Money | Unset = UNSET
    products: list[SubscriptionProduct] | Unset = UNSET
    order_parameters: list[ParameterValue] | Unset = UNSET
    fulfillment_parameters: list[ParameterValue] | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.id = get("id", ABSENT)
            self.customer_id = get("customerId", ABSENT)
            self._raw_status = get("status", ABSENT)
            self.renewal_status = get("renewalStatus", ABSENT)
            self._raw_creation_date = get("creationDate", ABSENT)
            self.name = get("name", ABSENT)
            self.attributes = get("attributes", ABSENT)
            self._raw_renewal_date = get("renewalDate", ABSENT)
            self._raw_last_modified_date = get("lastModifiedDate", ABSENT)
            self._raw_expiration_date = get("expirationDate", ABSENT)
            self._raw_billing_model = get("billingModel", ABSENT)
            self._raw_billing_period = get("billingPeriod", ABSENT)
            self._raw_subscription_period = get("subscriptionPeriod", ABSENT)
            self.plan_id = get("planId", ABSENT)
            self._raw_total_subscription_price = get("totalSubscriptionPrice", ABSENT)
            self._raw_total_subscription_cost = get("totalSubscriptionCost", ABSENT)
            self._raw_total_subscription_provider_cost = get(
                "totalSubscriptionProviderCost", ABSENT
            )
            self._raw_total_price = get("totalPrice", ABSENT)
            value = get("products", ABSENT)
            self._raw_products = tuple(value) if type(value) is list else value
            value = get("orderParameters", ABSENT)
            self._raw_order_parameters = tuple(value) if type(value) is list else value
            value = get("fulfillmentParameters", ABSENT)
            self._raw_fulfillment_parameters = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> Subscription:
            self = new(cls)
            self._keys = ()
            self.id = came.id
            self.customer_id = came.customer_id
            self._raw_status = came.status
            self.renewal_status = came.renewal_status
            self._raw_creation_date = came.creation_date
            self.name = came.name
            self.attributes = came.attributes
            self._raw_renewal_date = came.renewal_date
            self._raw_last_modified_date = came.last_modified_date
            self._raw_expiration_date = came.expiration_date
            self._raw_billing_model = came.billing_model
            self._raw_billing_period = came.billing_period
            self._raw_subscription_period = came.subscription_period
            self.plan_id = came.plan_id
            self._raw_total_subscription_price = came.total_subscription_price
            self._raw_total_subscription_cost = came.total_subscription_cost
            self._raw_total_subscription_provider_cost = came.total_subscription_provider_cost
            self._raw_total_price = came.total_price
            self._raw_products = came.products
            self._raw_order_parameters = came.order_parameters
            self._raw_fulfillment_parameters = came.fulfillment_parameters
            return self
