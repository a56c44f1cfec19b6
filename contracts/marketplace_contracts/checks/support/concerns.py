"""Predicates of operations and interactions, for `concerns=` and `when=`."""

from __future__ import annotations

from marketplace_contracts.description.operations import READ_ONLY, Operation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.interaction import Interaction


def takes_body(operation: Operation, _: Contract) -> bool:
    """Tell whether requests have a body."""
    return operation.takes_body


def takes_query(operation: Operation, _: Contract) -> bool:
    """Tell whether there are query parameters."""
    return bool(operation.query_parameters)


def takes_id(operation: Operation, _: Contract) -> bool:
    """Tell whether the path has the id of an object."""
    return bool(operation.path_parameters)


def issues_tokens(operation: Operation, _: Contract) -> bool:
    """Tell whether an operation issues bearer tokens."""
    return operation.effect == "token"


def needs_token(operation: Operation, _: Contract) -> bool:
    """Tell whether an operation needs a subscription key and a bearer token."""
    return len(operation.schemes) == 2 and operation.effect != "token"


def places_orders(operation: Operation, _: Contract) -> bool:
    """Tell whether an operation commits money."""
    return operation.effect == "order"


def estimates_orders(operation: Operation, _: Contract) -> bool:
    """Tell whether an operation returns what an order would cost."""
    return operation.id == "orders.estimate"


def is_list(operation: Operation, contract: Contract) -> bool:
    """Tell whether an operation returns rows."""
    return contract.is_list(operation)


def is_paged(operation: Operation, _: Contract) -> bool:
    """Tell whether an operation has `x-pagination`."""
    return operation.paging is not None


def is_sorted(operation: Operation, _: Contract) -> bool:
    """Tell whether an operation has `x-sort`."""
    return operation.sort is not None


def has_filters(operation: Operation, _: Contract) -> bool:
    """Tell whether a query parameter has `x-filter`."""
    return bool(operation.filters)


def can_be_repeated(operation: Operation, _: Contract) -> bool:
    """Tell whether the same call, sent twice, changes nothing and means the same."""
    return operation.replayable and operation.effect in READ_ONLY


def has_declared_status(interaction: Interaction) -> bool:
    """Tell whether the operation declares the status of a response."""
    return bool(interaction.operation and interaction.status in interaction.operation.responses)


def has_schema(interaction: Interaction) -> bool:
    """Tell whether the description has a schema for the body of a response."""
    return interaction.schema_pointer is not None


def has_described_json(interaction: Interaction) -> bool:
    """Tell whether a response is a JSON object or list with a described schema."""
    return has_schema(interaction) and isinstance(interaction.json, dict | list)
