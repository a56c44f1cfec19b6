"""The model `Subscription`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.billing_model import BillingModel
    from ..models.money import Money
    from ..models.parameter_value import ParameterValue
    from ..models.period import Period
    from ..models.subscription_product import SubscriptionProduct
    from ..models.subscription_status import SubscriptionStatus


class Subscription(Model, kw_only=True):
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
            customer's tenant, `microsoft_domain` its domain.
        fulfillment_parameters: Parameters of the provisioning; `ms_customer_id` holds the
            customer's tenant.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "status": "SubscriptionStatus",
        "creation_date": "date",
        "renewal_date": "date",
        "last_modified_date": "date",
        "expiration_date": "date",
        "billing_model": "BillingModel",
    }

    id: str
    customer_id: str
    status: SubscriptionStatus
    renewal_status: bool
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
