"""Bodies against their schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from marketplace_contracts.checks.finding import Problem
from marketplace_contracts.checks.registry import interaction_check
from marketplace_contracts.checks.support.contract import Contract
from marketplace_contracts.description.schemas import Violation, pointer
from marketplace_contracts.traffic.interaction import Interaction

ENOUGH = 50  # a broken column of a long page need not be told row by row
_PROPERTY = re.compile(r'"(.+)" is a required property')


def _has_schema(interaction: Interaction) -> bool:
    return interaction.schema_place is not None


@interaction_check("body", when=_has_schema)
def body_schema(interaction: Interaction, contract: Contract) -> Iterator[Problem]:
    """The body of an answer can be read and is valid against its schema, formats included."""
    place = interaction.schema_place
    assert place is not None
    if not interaction.is_json:
        return
    if not interaction.readable:
        yield Problem(
            "the body is JSON",
            contract.show(interaction.body[:80].decode("utf-8", "replace")),
            place,
        )
        return
    for violation in islice(contract.schemas.violations(place, interaction.json), ENOUGH):
        yield Problem(_promise(violation, contract), _came(violation, contract), violation.place)


def _promise(violation: Violation, contract: Contract) -> str:
    """The rule in words that do not depend on the value."""
    if found := _PROPERTY.search(violation.message):
        return f"{found[1]} always comes"
    node = contract.spec.follow(violation.place)[0]
    if not isinstance(node, dict):  # the rule itself; what it belongs to is above it
        node = contract.spec.follow(violation.place.rpartition("/")[0])[0]
    keyword = violation.keyword if violation.keyword in node else "format"
    rule = node.get(keyword, "as described")
    if isinstance(rule, list | dict):
        rule = ", ".join(str(one) for one in rule) if keyword == "enum" else "as described"
    return f"{_subject(violation)}: {keyword} {rule}"


def _subject(violation: Violation) -> str:
    """The property that a rule is about; the component where it is about the whole body."""
    names = [part for part in violation.path if isinstance(part, str)]
    return names[-1] if names else violation.place.split("/")[3]


def _came(violation: Violation, contract: Contract) -> str:
    where = pointer(violation.path)
    if violation.keyword == "required":
        return f"it is missing in {where}"
    name = violation.path[-1] if violation.path else ""
    shown = contract.show({str(name): violation.value}) if name else contract.show(violation.value)
    return f"{shown} at {where}"
