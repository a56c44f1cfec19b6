"""The model `OrderLineRequest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec import field

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.accounted_tcv import AccountedTcv
    from ..models.money import Money
    from ..models.order_deals import OrderDeals
    from ..models.order_line_type import OrderLineType
    from ..models.order_margin import OrderMargin
    from ..models.parameter_value import ParameterValue
    from ..models.period import Period
    from ..models.target_subscription import TargetSubscription
    from ..models.tiered_money import TieredMoney
    from ..models.vendor_discount_agreement import VendorDiscountAgreement


class OrderLineRequest(Model, kw_only=True):
    """A line of an order to place.

    Attributes:
        mpn: Manufacturer part number; not unique.
        vendor: Vendor, where the MPN is not enough.
        id: Identifier of the product.
        billing_period: Billing period, where the MPN is not enough.
        subscription_period: Subscription period, where the MPN is not enough.
        new_mpn: MPN of the product to switch to.
        new_id: Identifier of the product to switch to.
        subscription_id: Identifier of the subscription the line is about.
        target_subscription_id: Identifier of the subscription to move to.
        parameters: Parameters of the product.
        new_product_id: Identifier of the product to move to.
        type: What a line of an order does.
        new_subscription: The subscription a line ends up in.
        quantity: Seats: for a sale how many to buy, for a change the new total (not the
            difference). A number, or decimal text as the vendor's documentation sends it.
        special_price: Resale price for one unit in place of the usual one, with tiers if given.
            Sent only, never returned.
        special_cost: Reseller's cost for one unit in place of the usual one. Sent only, never
            returned.
        special_provider_cost: Provider's cost for one unit in place of the usual one. Sent
            only, never returned.
        deals: Prices agreed for the line. Sent only, never returned.
        margins: Margins on the line. Sent only, never returned.
        vendor_rated_extended_cost: Cost of the whole line as the vendor rated it. Sent only,
            never returned.
        vendor_discounts: Discounts of the vendor.
        vendor_already_accounted_tcvs: Contract values that the vendor has accounted already.
        additional_properties: Unknown fields by their JSON key.
    """

    TEXT_FIELDS: ClassVar[dict[str, str]] = {"type": "OrderLineType"}

    mpn: str | Unset = UNSET
    vendor: str | Unset = UNSET
    id: str | Unset = UNSET
    billing_period: Period | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    new_mpn: str | Unset = field(name="newMPN", default=UNSET)
    new_id: str | Unset = UNSET
    subscription_id: str | Unset = UNSET
    target_subscription_id: str | Unset = UNSET
    parameters: list[ParameterValue] | Unset = UNSET
    new_product_id: str | Unset = UNSET
    type: OrderLineType | Unset = UNSET
    new_subscription: TargetSubscription | Unset = UNSET
    quantity: float | str | Unset = UNSET
    special_price: TieredMoney | Unset = UNSET
    special_cost: Money | Unset = UNSET
    special_provider_cost: Money | Unset = UNSET
    deals: OrderDeals | Unset = UNSET
    margins: OrderMargin | Unset = UNSET
    vendor_rated_extended_cost: Money | Unset = UNSET
    vendor_discounts: list[VendorDiscountAgreement] | Unset = UNSET
    vendor_already_accounted_tcvs: list[AccountedTcv] | Unset = UNSET
