"""Orders under way, seats of a subscription, an estimate, and an error."""

from cloud_marketplace import Marketplace, NotFound
from cloud_marketplace.models import OrderLineRequest, OrderRequest, OrderRequestType

with Marketplace.from_env() as mp:
    # Iterating a page continues with the following pages.
    for order in mp.orders.list(limit=100):
        if order.status == "processing":
            print(order.order_number, order.type, order.creation_date)

    # List rows are sparse: seats are only in the details.
    row = next(iter(mp.subscriptions.list(status="active")))
    subscription = mp.subscriptions.get(row.id)
    for seats in subscription.products or []:
        price = seats.unit_price.amount if seats.unit_price else "no price"
        print(subscription.name, seats.quantity, "seats at", price)

    # An estimate has the same body as an order and commits nothing.
    product = mp.products.list(limit=1).data[0]
    request = OrderRequest(
        type=OrderRequestType.SALES,
        customer_id=subscription.customer_id,
        products=[OrderLineRequest(mpn=product.mpn, id=product.id, quantity=2)],
    )
    print("would cost", mp.orders.estimate(request).total.amount)

    try:
        mp.orders.get("999999999")
    except NotFound as error:
        print("no such order; quote", error.correlation_id, "to support")
