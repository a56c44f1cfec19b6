"""The model `OrderRequest`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new, read_date

if TYPE_CHECKING:
    from ..models.align_expiration_date import AlignExpirationDate
    from ..models.billing_model import BillingModel
    from ..models.order_line_request import OrderLineRequest
    from ..models.order_request_type import OrderRequestType
    from ..models.order_request_upgrade_start_type import OrderRequestUpgradeStartType
    from ..models.period import Period
    from ..models.placement_type import PlacementType
    from ..models.vendor_billing_settings import VendorBillingSettings


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderRequest(Model):
    """An order to place. A sale needs products; a change needs the subscription and products
    with the new total quantity; a renewal or cancellation needs the subscription.

    Attributes:
        type: What the order does.
        customer_id: Identifier of the customer.
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
        autorenewal: Whether a migrated subscription renews automatically. Sent only, never
            returned.
        start_date: First day of a migrated subscription. Sent only, never returned.
        migration_date: Day of the migration. Sent only, never returned.
        expiration_date: Last day of a migrated subscription. Sent only, never returned.
        migration_program: Name of the migration program. Sent only, never returned.
        plan_id: Identifier of the plan of a migrated subscription; text here. Sent only, never
            returned.
        subscription_period: Subscription period of a migrated subscription; the vendor's guide
            to seat licences sends it with a sale too. Sent only, never returned.
        upgrade_start_type: Where the period of an upgraded subscription starts. Both letter
            cases are documented. Sent only, never returned.
        products: What is ordered.
        vendor_billing_settings: How the vendor bills. Sent only, never returned.
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "type": Field(
            "type",
            enumeration("OrderRequestType"),
            expects=(str,),
            required=True,
            holds="OrderRequestType",
        ),
        "customer_id": Field("customerId", expects=(str,), required=True),
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
        "autorenewal": Field("autorenewal", expects=(bool,)),
        "start_date": Field("startDate", read_date, expects=(str,)),
        "migration_date": Field("migrationDate", read_date, expects=(str,)),
        "expiration_date": Field("expirationDate", read_date, expects=(str,)),
        "migration_program": Field("migrationProgram", expects=(str,)),
        "plan_id": Field("planId", expects=(str,)),
        "subscription_period": Field(
            "subscriptionPeriod", nested("Period"), expects=(dict,), holds="Period"
        ),
        "upgrade_start_type": Field(
            "upgradeStartType",
            enumeration("OrderRequestUpgradeStartType"),
            expects=(str,),
            holds="OrderRequestUpgradeStartType",
        ),
        "products": Field(
            "products", items(nested("OrderLineRequest")), expects=(list,), holds="OrderLineRequest"
        ),
        "vendor_billing_settings": Field(
            "vendorBillingSettings",
            nested("VendorBillingSettings"),
            expects=(dict,),
            holds="VendorBillingSettings",
        ),
    }

    type: OrderRequestType
    customer_id: str
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
    autorenewal: bool | Unset = UNSET
    start_date: datetime.date | Unset = UNSET
    migration_date: datetime.date | Unset = UNSET
    expiration_date: datetime.date | Unset = UNSET
    migration_program: str | Unset = UNSET
    plan_id: str | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    upgrade_start_type: OrderRequestUpgradeStartType | Unset = UNSET
    products: list[OrderLineRequest] | Unset = UNSET
    vendor_billing_settings: VendorBillingSettings | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self._raw_type = get("type", ABSENT)
            self.customer_id = get("customerId", ABSENT)
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
            self.autorenewal = get("autorenewal", ABSENT)
            self._raw_start_date = get("startDate", ABSENT)
            self._raw_migration_date = get("migrationDate", ABSENT)
            self._raw_expiration_date = get("expirationDate", ABSENT)
            self.migration_program = get("migrationProgram", ABSENT)
            self.plan_id = get("planId", ABSENT)
            self._raw_subscription_period = get("subscriptionPeriod", ABSENT)
            self._raw_upgrade_start_type = get("upgradeStartType", ABSENT)
            value = get("products", ABSENT)
            self._raw_products = tuple(value) if type(value) is list else value
            self._raw_vendor_billing_settings = get("vendorBillingSettings", ABSENT)

        @classmethod
        def from_slim(cls, came: Any) -> OrderRequest:
            self = new(cls)
            self._keys = ()
            self._raw_type = came.type
            self.customer_id = came.customer_id
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
            self.autorenewal = came.autorenewal
            self._raw_start_date = came.start_date
            self._raw_migration_date = came.migration_date
            self._raw_expiration_date = came.expiration_date
            self.migration_program = came.migration_program
            self.plan_id = came.plan_id
            self._raw_subscription_period = came.subscription_period
            self._raw_upgrade_start_type = came.upgrade_start_type
            self._raw_products = came.products
            self._raw_vendor_billing_settings = came.vendor_billing_settings
            return self
