"""The model `OrderLine`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec import field

from ..model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.order_line_type import OrderLineType
    from ..models.parameter_value import ParameterValue
    from ..models.period import Period
    from ..models.target_subscription import TargetSubscription
    from ..models.tcv import Tcv


class OrderLine(Model, kw_only=True):
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
    name: str | Unset = UNSET
    quantity: float | Unset = UNSET
    extended_price: Money | Unset = UNSET
    tcvs: list[Tcv] | Unset = UNSET
