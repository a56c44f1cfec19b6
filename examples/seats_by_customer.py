"""Print the seats of each customer as tab-separated text.

List rows of subscriptions have no seats, so each active subscription is read too.
"""

from collections import Counter

from cloud_marketplace import Marketplace

with Marketplace.from_env() as mp:
    names = {customer.id: customer.name for customer in mp.customers.list(limit=500)}
    seats: Counter[tuple[str, str]] = Counter()
    for row in mp.subscriptions.list(status="active", limit=500):
        for product in mp.subscriptions.get(row.id).products or []:
            seats[row.customer_id, product.mpn] += product.quantity
    for (customer_id, mpn), count in sorted(seats.items()):
        print(names.get(customer_id, customer_id), mpn, count, sep="\t")
