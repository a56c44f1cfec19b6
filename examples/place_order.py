"""Place an order once, and look before sending again when the outcome is not known.

Usage: place_order.py [PO-NUMBER]
"""

import sys

from cloud_marketplace import Marketplace, OutcomeUnknown
from cloud_marketplace.models import OrderLineRequest, OrderRequest, OrderRequestType

po_number = sys.argv[1] if len(sys.argv) > 1 else "PO-EXAMPLE-1"

with Marketplace.from_env() as mp:
    customer = next(row for row in mp.customers.list() if row.status == "active")
    product = next(row for row in mp.products.list(limit=100) if not row.depends_on)
    request = OrderRequest(
        type=OrderRequestType.SALES,
        customer_id=customer.id,
        po_number=po_number,
        products=[OrderLineRequest(mpn=product.mpn, id=product.id, quantity=1)],
    )
    print("estimated:", mp.orders.estimate(request).total.amount)
    try:
        order = mp.orders.create(request)
    except OutcomeUnknown:
        # The order may exist: rows carry no PO number, so read the newest ones in full.
        newest = mp.orders.list(customer_id=customer.id, limit=10).data
        found = [o for o in (mp.orders.get(row.id) for row in newest) if o.po_number == po_number]
        if not found:
            raise
        order = found[0]
    print("placed:", order.id, order.status)
