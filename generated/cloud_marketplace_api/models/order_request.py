"""The model `OrderRequest`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.align_expiration_date import AlignExpirationDate
    from ..models.billing_model import BillingModel
    from ..models.order_line_request import OrderLineRequest
    from ..models.order_request_type import OrderRequestType
    from ..models.order_request_upgrade_start_type import OrderRequestUpgradeStartType
    from ..models.period import Period
    from ..models.placement_type import PlacementType
    from ..models.vendor_billing_settings import VendorBillingSettings


class OrderRequest(Model, kw_only=True):
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
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {
        "type": "OrderRequestType",
        "last_billing_date": "date",
        "next_billing_date": "date",
        "billing_model": "BillingModel",
        "placement_type": "PlacementType",
        "start_date": "date",
        "migration_date": "date",
        "expiration_date": "date",
        "upgrade_start_type": "OrderRequestUpgradeStartType",
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
