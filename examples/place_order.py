"""Place an order once, whatever happens to the response.

Usage: place_order.py [REFERENCE]

Run it again with the same reference, and nothing more is ordered: before anything is sent, the
intent is stored in the file that MARKETPLACE_INTENTS names, and the service is searched for the
order.
"""

import sys

from cloud_marketplace import Marketplace
from cloud_marketplace.models import OrderLineRequest, OrderRequest, OrderRequestType

reference = sys.argv[1] if len(sys.argv) > 1 else "TICKET-1"

with Marketplace.from_env() as mp:
    customer = next(row for row in mp.customers.list() if row.status == "active")
    product = next(row for row in mp.products.list(limit=100) if not row.depends_on)
    request = OrderRequest(
        type=OrderRequestType.SALES,
        customer_id=customer.id,
        products=[OrderLineRequest(mpn=product.mpn, id=product.id or "", quantity=1)],
    )
    print("estimated:", mp.orders.estimate(request).total.amount)
    order = mp.orders.place(request, reference=reference)
    print("placed:", order.id, order.status)
