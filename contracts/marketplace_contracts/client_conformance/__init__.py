"""Our own client against the description: the requests it sends, and how it reads responses.

Arguments and responses are drawn from the description's schemas. Both clients, sync and async, are
called as users call them, over a transport that replaces the network.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from marketplace_contracts.client_conformance.reads import reads
from marketplace_contracts.client_conformance.sends import sends
from marketplace_contracts.client_conformance.trial import Trial
from marketplace_contracts.traffic.finding import Violation

PROMISES: Mapping[str, Callable[[Trial], Iterator[Violation]]] = MappingProxyType(
    {"client_sends": sends, "client_is_told": reads}
)
"""What the client promises for every operation, by the name of the finding."""

__all__ = ["PROMISES", "Trial"]
