"""An MPN that several products share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.catalogue import least_quantity, sale_of
from marketplace_contracts.checks.support.concerns import estimates_orders
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.finding import Skipped, Violation


@sequence_check("detail", concerns=estimates_orders)
def mpn_not_enough(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """An MPN that several products share does not identify a product (facts E4, C10)."""
    rows = api.newest("products.list").rows
    number = Counter(row.get("mpn") for row in rows)
    shared = next((row for row in rows if number[row.get("mpn")] > 1), None)
    if shared is None:
        raise Skipped("the service shows no MPN that several products share")
    body = sale_of(api, {"mpn": shared["mpn"]}, least_quantity(shared))
    if api.call(operation, body=body).ok:
        observed = f"{shared['mpn']} of {number[shared['mpn']]} products is accepted alone"
        pointer = api.contract.pointer_to("Product", "mpn")
        yield Violation("an MPN of several products is refused on its own", observed, pointer)
