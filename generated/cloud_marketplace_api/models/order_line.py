"""The model `OrderLine`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field

from ..types import ABSENT, UNSET, Field, Model, Unset, enumeration, items, nested, new

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.order_line_type import OrderLineType
    from ..models.parameter_value import ParameterValue
    from ..models.period import Period
    from ..models.target_subscription import TargetSubscription
    from ..models.tcv import Tcv


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class OrderLine(Model):
    """A line of an order as read back.

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
        name: Name of the product. Read-only.
        quantity: Seats bought for a sale. For a change a signed difference (-1 is one seat
            less), except that `scheduledOn` set to `renewal` makes it the total from the renewal
            on.
        extended_price: Price of the whole line. Read-only.
        tcvs: Total contract values of the line.
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
        "name": Field("name", expects=(str,)),
        "quantity": Field("quantity", expects=(int, float)),
        "extended_price": Field("extendedPrice", nested("Money"), expects=(dict,), holds="Money"),
        "tcvs": Field("tcvs", items(nested("Tcv")), expects=(list,), holds="Tcv"),
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
    name: str | Unset = UNSET
    quantity: float | Unset = UNSET
    extended_price: Money | Unset = UNSET
    tcvs: list[Tcv] | Unset = UNSET
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
            self.name = get("name", ABSENT)
            self.quantity = get("quantity", ABSENT)
            self._raw_extended_price = get("extendedPrice", ABSENT)
            value = get("tcvs", ABSENT)
            self._raw_tcvs = tuple(value) if type(value) is list else value

        @classmethod
        def from_slim(cls, came: Any) -> OrderLine:
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
            self.name = came.name
            self.quantity = came.quantity
            self._raw_extended_price = came.extended_price
            self._raw_tcvs = came.tcvs
            return self
