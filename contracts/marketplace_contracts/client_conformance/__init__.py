"""Our own client against the description: what it sends, and what it makes of answers.

Arguments and answers are drawn from the description's schemas; both clients, sync and async, are
called as users call them, over a transport that stands for the network.
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
"""What the client promises of every operation, by the name under which a broken one is found."""

__all__ = ["PROMISES", "Trial"]
