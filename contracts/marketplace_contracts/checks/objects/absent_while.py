"""Properties that have a value only in some states."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_described_json
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction


@interaction_check("body", when=has_described_json)
def absent_while(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """A property of `x-absent-while` has no value while another one has one of the listed values.

    Example: a report has no `downloadUrl` while its status is `processing`.
    """
    if interaction.status != 200:
        return
    for visit in contract.schemas.visit(interaction.schema_pointer or "#", interaction.json):
        for pointer, rules in visit.shape.absent_while:
            for name, rule in rules.items():
                ((by, values),) = rule.items()
                if visit.value.get(name) is not None and visit.value.get(by) in values:
                    observed = contract.show({by: visit.value[by], name: visit.value[name]})
                    promise = f"{name} has no value while {by} is {' or '.join(values)}"
                    yield Violation(promise, observed, pointer)
