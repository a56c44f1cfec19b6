"""The description of the operations that the simulator serves."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.description.spec import Spec
from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.from_schema.responder import Handler, SchemaResponder, shape_of
from marketplace_contracts.simulator.http.messages import Response
from marketplace_contracts.simulator.http.request_rules import (
    OperationRules,
    RequestRules,
    load_rules,
)


class Described:
    """The operations of our description, and those that another description adds.

    An operation of both stays as in ours: the simulator is a second opinion, which must
    not change with the description that is held against it. Same method and same path are the same
    operation, whatever its name.

    Args:
        handlers: Of the operations that are simulated.
        other: Another description.
        seed: Of generated responses.

    Attributes:
        operations: All operations by id.
        generated: Ids of those whose responses are generated from their schemas.
    """

    def __init__(self, handlers: Mapping[str, Handler], other: Spec | None, seed: int) -> None:
        ours = load_rules()
        self._rules: dict[str, RequestRules] = dict.fromkeys(ours.operations, ours)
        self.operations: dict[str, Operation] = dict(ours.operations)
        if other is not None:
            added = added_operations(ours.operations, other)
            self.operations |= added
            self._rules |= dict.fromkeys(added, RequestRules(other))
        self.generated = frozenset(self.operations.keys() - handlers.keys())
        self._handlers, self._seed = handlers, seed
        self._responders: dict[int, SchemaResponder] = {}

    def rules(self, operation_id: str) -> OperationRules:
        """Return the rules for requests of an operation."""
        return self._rules[operation_id].of(operation_id)

    def respond(self, operation_id: str, call: Call) -> Response:
        """Return the generated response of an operation.

        Raises:
            Rejected: The call names an object that does not exist, or no value can be generated.
        """
        rules = self._rules[operation_id]
        key = id(rules)
        if key not in self._responders:
            self._responders[key] = SchemaResponder(rules.spec, self._handlers, self._seed)
        return self._responders[key].respond(self.operations[operation_id], call)


def added_operations(ours: Mapping[str, Operation], other: Spec) -> dict[str, Operation]:
    """Return the operations of another description whose name and place are both new."""
    known = {(one.method, shape_of(one.path)) for one in ours.values()}
    return {
        name: one
        for name, one in other.operations.items()
        if name not in ours and (one.method, shape_of(one.path)) not in known
    }
