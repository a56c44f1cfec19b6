"""Bodies against their schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.concerns import has_schema
from marketplace_contracts.description.json_values import path_text
from marketplace_contracts.description.schemas import SchemaViolation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction

ENOUGH = 50  # a column that is wrong on a long page need not be reported for each row
_PROPERTY = re.compile(r'"(.+)" is a required property')


@interaction_check("body", when=has_schema)
def body_schema(interaction: Interaction, contract: Contract) -> Iterator[Violation]:
    """The body of a response can be parsed and is valid against its schema, formats included."""
    pointer = interaction.schema_pointer
    assert pointer is not None
    if not interaction.is_json:
        return
    if interaction.json_error:
        start = interaction.body[:80].decode("utf-8", "replace")
        observed = f"{contract.redactor.mask(interaction.json_error)}: {contract.show(start)}"
        yield Violation("the body is JSON", observed, pointer)
        return
    for violation in islice(contract.schemas.violations(pointer, interaction.json), ENOUGH):
        yield Violation(
            promise(violation, contract), received(violation, contract), violation.pointer
        )


def promise(violation: SchemaViolation, contract: Contract) -> str:
    """The rule in words that do not depend on the value."""
    if found := _PROPERTY.search(violation.message):
        return f"{found[1]} is always present"
    node = contract.spec.follow(violation.pointer)[0]
    if not isinstance(node, dict):  # the rule itself; the property or component is above it
        node = contract.spec.follow(violation.pointer.rpartition("/")[0])[0]
    keyword = violation.keyword if violation.keyword in node else "format"
    rule = node.get(keyword, "as described")
    if isinstance(rule, list | dict):
        rule = ", ".join(str(one) for one in rule) if keyword == "enum" else "as described"
    return f"{_subject(violation)}: {keyword} {rule}"


def _subject(violation: SchemaViolation) -> str:
    """Return the property of a rule, or the component where it is about the whole body."""
    names = [part for part in violation.path if isinstance(part, str)]
    return names[-1] if names else violation.pointer.split("/")[3]


def received(violation: SchemaViolation, contract: Contract) -> str:
    """Return what was received instead, and where."""
    where = path_text(violation.path)
    if violation.keyword == "required":
        return f"it is missing in {where}"
    name = violation.path[-1] if violation.path else ""
    shown = contract.show({str(name): violation.value}) if name else contract.show(violation.value)
    return f"{shown} at {where}"
