"""The model `OrderLineRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

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


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderLineRequest(Model):
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
        additional_properties: What came beyond that, by its JSON key.
    """

    FIELDS: ClassVar[dict[str, Field]] = {
        "mpn": Field("mpn", expects=(str,)),
        "vendor": Field("vendor", expects=(str,)),
        "id": Field("id", expects=(str,)),
        "billing_period": Field("billingPeriod", nested("Period"), expects=(dict,), holds="Period"),
        "subscription_period": Field(
            "subscriptionPeriod", nested("Period"), expects=(dict,), holds="Period"
        ),
        "new_mpn": Field("newMPN", expects=(str,)),
        "new_id": Field("newId", expects=(str,)),
        "subscription_id": Field("subscriptionId", expects=(str,)),
        "target_subscription_id": Field("targetSubscriptionId", expects=(str,)),
        "parameters": Field(
            "parameters", items(nested("ParameterValue")), expects=(list,), holds="ParameterValue"
        ),
        "new_product_id": Field("newProductId", expects=(str,)),
        "type": Field("type", enumeration("OrderLineType"), expects=(str,), holds="OrderLineType"),
        "new_subscription": Field(
            "newSubscription",
            nested("TargetSubscription"),
            expects=(dict,),
            holds="TargetSubscription",
        ),
        "quantity": Field("quantity", expects=(int, float, str)),
        "special_price": Field(
            "specialPrice", nested("TieredMoney"), expects=(dict,), holds="TieredMoney"
        ),
        "special_cost": Field("specialCost", nested("Money"), expects=(dict,), holds="Money"),
        "special_provider_cost": Field(
            "specialProviderCost", nested("Money"), expects=(dict,), holds="Money"
        ),
        "deals": Field("deals", nested("OrderDeals"), expects=(dict,), holds="OrderDeals"),
        "margins": Field("margins", nested("OrderMargin"), expects=(dict,), holds="OrderMargin"),
        "vendor_rated_extended_cost": Field(
            "vendorRatedExtendedCost", nested("Money"), expects=(dict,), holds="Money"
        ),
        "vendor_discounts": Field(
            "vendorDiscounts",
            items(nested("VendorDiscountAgreement")),
            expects=(list,),
            holds="VendorDiscountAgreement",
        ),
        "vendor_already_accounted_tcvs": Field(
            "vendorAlreadyAccountedTcvs",
            items(nested("AccountedTcv")),
            expects=(list,),
            holds="AccountedTcv",
        ),
    }

    mpn: str | Unset = UNSET
    vendor: str | Unset = UNSET
    id: str | Unset = UNSET
    billing_period: Period | Unset = UNSET
    subscription_period: Period | Unset = UNSET
    new_mpn: str | Unset = UNSET
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
    additional_properties: dict[str, Any] = field(factory=dict)

    if not TYPE_CHECKING:  # to a type checker the annotated fields are all there are

        def _take(self, data: Mapping[str, Any]) -> None:
            get = data.get
            self.mpn = get("mpn", ABSENT)
            self.vendor = get("vendor", ABSENT)
            self.id = get("id", ABSENT)
            self._raw_billing_period = get("billingPeriod", ABSENT)
            self._raw_subscription_period = get("subscriptionPeriod", ABSENT)
            self.new_mpn = get("newMPN", ABSENT)
            self.new_id = get("newId", ABSENT)
            self.subscription_id = get("subscriptionId", ABSENT)
            self.target_subscription_id = get("targetSubscriptionId", ABSENT)
            value = get("parameters", ABSENT)
            self._raw_parameters = tuple(value) if type(value) is list else value
            self.new_product_id = get("newProductId", ABSENT)
            self._raw_type = get("type", ABSENT)
            self._raw_new_subscription = get("newSubscription", ABSENT)
            self.quantity = get("quantity", ABSENT)
            self._raw_special_price = get("specialPrice", ABSENT)
            self._raw_special_cost = get("specialCost", ABSENT)
            self._raw_special_provider_cost = get("specialProviderCost", ABSENT)
            self._raw_deals = get("deals", ABSENT)
            self._raw_margins = get("margins", ABSENT)
            self._raw_vendor_rated_extended_cost = get("vendorRatedExtendedCost", ABSENT)
            value = get("vendorDiscounts", ABSENT)
            self._raw_vendor_discounts = tuple(value) if type(value) is list else value
            value = get("vendorAlreadyAccountedTcvs", ABSENT)
            self._raw_vendor_already_accounted_tcvs = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> OrderLineRequest:
            self = new(cls)
            self._keys = ()
            self.mpn = came.mpn
            self.vendor = came.vendor
            self.id = came.id
            self._raw_billing_period = came.billing_period
            self._raw_subscription_period = came.subscription_period
            self.new_mpn = came.new_mpn
            self.new_id = came.new_id
            self.subscription_id = came.subscription_id
            self.target_subscription_id = came.target_subscription_id
            self._raw_parameters = came.parameters
            self.new_product_id = came.new_product_id
            self._raw_type = came.type
            self._raw_new_subscription = came.new_subscription
            self.quantity = came.quantity
            self._raw_special_price = came.special_price
            self._raw_special_cost = came.special_cost
            self._raw_special_provider_cost = came.special_provider_cost
            self._raw_deals = came.deals
            self._raw_margins = came.margins
            self._raw_vendor_rated_extended_cost = came.vendor_rated_extended_cost
            self._raw_vendor_discounts = came.vendor_discounts
            self._raw_vendor_already_accounted_tcvs = came.vendor_already_accounted_tcvs
            return self
