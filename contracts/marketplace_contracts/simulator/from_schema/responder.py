"""Respond to calls of operations that are described but not simulated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from marketplace_contracts.description.json_values import at
from marketplace_contracts.description.operations import JSON, DeclaredResponse, Operation
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.description.spec import Spec
from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.domain.errors import Rejected, not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.from_schema.agreements import CannotGenerate
from marketplace_contracts.simulator.from_schema.rows import PLAIN, GeneratedRows, listed, page_of
from marketplace_contracts.simulator.from_schema.values import SchemaValues
from marketplace_contracts.simulator.http.messages import Response

HEADER = "X-Simulated-From"
"""Marks a generated response; its value is `schema`."""
OWNERS = 3
"""Objects that have the rows of a list below them: enough to tell apart, with pages each."""
_OTHERS = {"content-type", "content-length", "x-correlation-id"}
"""Headers that the layers around a response set."""

Handler = Callable[[Call], JsonObject]


class SchemaResponder:
    """Generate the responses of the operations of a description that have no handler.

    The same call has the same response. Rows of a list and the details of an object agree, pages
    and filters are those that the description promises, and an object that no list shows is not
    found. No write is stored.

    Args:
        spec: The description.
        handlers: Those of simulated operations; they decide whether an object in a path exists.
    """

    def __init__(self, spec: Spec, handlers: Mapping[str, Handler], seed: int) -> None:
        self._spec, self._handlers = spec, handlers
        self._schemas = Schemas(spec)
        self._values = SchemaValues(self._schemas, seed)
        self._rows: dict[str, GeneratedRows] = {}

    def respond(self, operation: Operation, call: Call) -> Response:
        """Return the response of an operation.

        Raises:
            Rejected: 404 for an object that does not exist, 501 where no value can be generated.
        """
        self._see_exists(operation, call)
        declared = _success(operation)
        try:
            body, media = self._body(operation, declared, call)
            headers = dict(self._headers(operation, declared))
        except CannotGenerate as error:
            message = f"{operation.id} cannot be generated from its schema: {error}"
            raise Rejected(501, message) from None
        return Response(declared.status, body, headers | {HEADER: "schema"}, media)

    def _body(
        self, operation: Operation, declared: DeclaredResponse, call: Call
    ) -> tuple[Any, str]:
        media = JSON if JSON in declared.content else next(iter(declared.content), "")
        if not media:
            return "", ""
        pointer = declared.content[media]
        place = listed(self._schemas, operation, pointer) if media == JSON else None
        if place is not None:
            rows = self._rows_of(operation, call)
            plain = self._values.value(pointer, _topic(operation, call))
            return page_of(plain, place, rows, operation, call), media
        known = {
            **self._known_of_row(operation, call),
            **_echoed(call.body),
            **dict(_known(operation, call.ids)),
        }
        found = self._values.value(pointer, _object_topic(operation, call), known)
        return (found if media == JSON else str(found)), media

    def _known_of_row(self, operation: Operation, call: Call) -> Mapping[str, Any]:
        """Return the values that the row of an object in a path fixes."""
        steps = operation.path.strip("/").split("/")
        lister = self._reads(steps[:-1]) if steps[-1].startswith("{") else None
        if lister is None or lister.id in self._handlers or not self._lists(lister):
            return {}
        given = [call.ids[step[1:-1]] for step in steps if step.startswith("{")]
        return self._rows_of(lister, replace(call, ids=_named(lister, given))).known_of(given[-1])

    def _headers(
        self, operation: Operation, declared: DeclaredResponse
    ) -> Iterator[tuple[str, str]]:
        for header in declared.headers:
            if header.required and header.name.lower() not in _OTHERS:
                topic = f"{operation.id} {header.name}"
                yield header.name, str(self._values.value(f"{header.pointer}/schema", topic))

    def _rows_of(self, operation: Operation, call: Call) -> GeneratedRows:
        """Return all rows of a list, before filters and pages."""
        key = f"{operation.path} {sorted(call.ids.items())}"
        if key not in self._rows:
            pointer = operation.success_pointer
            place = pointer and listed(self._schemas, operation, pointer)
            assert place, "only lists have rows"
            known = dict(_known(operation, call.ids, row=True))
            whole = self._whole(operation, call)
            self._rows[key] = GeneratedRows(
                self._values,
                place,
                _collection(operation.path),
                lambda number, name: {
                    **(
                        whole.known_of(str(name)) if whole else self._below(operation, call, number)
                    ),
                    **known,
                },
                paged=operation.paging is not None,
                above=", ".join(f"{name} {value}" for name, value in sorted(known.items())),
                ids=partial(self._ids_below, operation, call, whole) if whole else None,
            )
        return self._rows[key]

    def _whole(self, operation: Operation, call: Call) -> GeneratedRows | None:
        """Return the overall list that also has the rows of a list below an object.

        Example: the teams of `/resellers/{id}/teams` are those of `/teams` with that reseller.
        """
        steps = operation.path.strip("/").split("/")
        whole = self._reads(steps[-1:]) if len(steps) > 1 else None
        if whole is None or whole.id in self._handlers or not self._lists(whole):
            return None
        return (
            self._rows_of(whole, replace(call, ids={})) if self._owners(operation, call) else None
        )

    def _ids_below(self, operation: Operation, call: Call, whole: GeneratedRows) -> list[Any]:
        owners, (owner,) = self._owners(operation, call), call.ids.values()
        return [one for n, one in enumerate(whole.ids) if owners[n % len(owners)] == owner]

    def _below(self, operation: Operation, call: Call, number: int) -> Mapping[str, Any]:
        """Return the ids of the parents that a row of an overall list names."""
        found: dict[str, Any] = {}
        for below in self._lists_below(operation):
            if owners := self._owners(below, call):
                owner = _named(below, [owners[number % len(owners)]])
                found |= dict(_known(below, owner, row=True))
        return found

    def _lists_below(self, operation: Operation) -> list[Operation]:
        """Return the lists below objects that have rows of an overall list."""
        pattern = rf"[^/]+/{{}}/{re.escape(operation.path.strip('/'))}"
        return [
            below
            for below in self._spec.operations.values()
            if re.fullmatch(pattern, shape_of(below.path))
            and below.id not in self._handlers
            and self._lists(operation)
            and self._lists(below)
        ]

    def _owners(self, below: Operation, call: Call) -> list[str]:
        """Return the first objects of the list above a list; none if it is not at the top."""
        steps = below.path.strip("/").split("/")
        above = self._reads(steps[:1]) if len(steps) == 3 else None
        if above is None or not self._lists(above):
            return []
        if above.id not in self._handlers:
            return self._rows_of(above, replace(call, ids={})).first(OWNERS, above.sort)
        page = self._handlers[above.id](replace(call, ids={}, query={}, body=None))
        place = (above.paging or PLAIN).items
        return [str(row["id"]) for row in (at(page, place) or [])[:OWNERS]]

    def _see_exists(self, operation: Operation, call: Call) -> None:
        """Refuse a path that names an object which does not exist.

        The operation that reads the object, or lists such objects, decides. Without one, all exist.

        Raises:
            Rejected: 404.
        """
        steps = operation.path.strip("/").split("/")
        for length, step in enumerate(steps, 1):
            if step.startswith("{"):
                given = [call.ids[one[1:-1]] for one in steps[:length] if one.startswith("{")]
                self._see_object(steps[:length], given, call)

    def _see_object(self, steps: list[str], given: list[str], call: Call) -> None:
        reader, lister = self._reads(steps), self._reads(steps[:-1])
        if reader and reader.id in self._handlers:
            self._handlers[reader.id](replace(call, ids=_named(reader, given), query={}, body=None))
        elif lister and lister.id not in self._handlers and self._lists(lister):
            rows = self._rows_of(lister, replace(call, ids=_named(lister, given)))
            if given[-1] not in rows.identifiers:
                raise not_found("Object", given[-1])

    def _reads(self, steps: list[str]) -> Operation | None:
        """Return the GET operation of a path, whatever its parameters are called."""
        wanted = shape_of("/".join(steps))
        for operation in self._spec.operations.values():
            if operation.method == "GET" and shape_of(operation.path) == wanted:
                return operation
        return None

    def _lists(self, operation: Operation) -> bool:
        pointer = operation.success_pointer
        place = listed(self._schemas, operation, pointer) if pointer else None
        return place is not None and place.has_id


def shape_of(path: str) -> str:
    """Return a path without the names of its parameters: two paths of one shape are one path."""
    return re.sub(r"{[^}]*}", "{}", path.strip("/"))


def _success(operation: Operation) -> DeclaredResponse:
    """Return the response for success: 200, else the lowest declared status."""
    return operation.responses[200 if 200 in operation.responses else min(operation.responses)]


def _topic(operation: Operation, call: Call) -> str:
    return f"{operation.id} {sorted(call.ids.items())} {sorted(call.query.items())}"


def _object_topic(operation: Operation, call: Call) -> str:
    """Return the topic of an object in a path, which is that of its row; else that of the call."""
    above, _, last = operation.path.rpartition("/")
    if not last.startswith("{"):
        return _topic(operation, call)
    return f"{_collection(above)} {call.ids[last[1:-1]]}"


def _collection(path: str) -> str:
    """Return the name of the collection at a path: `/resellers/{id}/teams` is that of `/teams`."""
    return path.rstrip("/").rpartition("/")[2]


def _named(operation: Operation, values: list[str]) -> dict[str, str]:
    """Return values as the path parameters of an operation, in the order of its path."""
    names = (step[1:-1] for step in operation.path.split("/") if step.startswith("{"))
    return dict(zip(names, values, strict=False))


def _echoed(body: Any) -> dict[str, Any]:
    return dict(body) if isinstance(body, dict) else {}


def _known(
    operation: Operation, ids: Mapping[str, str], *, row: bool = False
) -> Iterator[tuple[str, Any]]:
    """Yield properties whose values the path names, as text and as number.

    Example: `/resellers/{id}/teams/{teamId}` names `resellerId`, `teamId` and the `id` of the team.
    """
    steps = operation.path.strip("/").split("/")
    for index, step in enumerate(steps):
        if not step.startswith("{"):
            continue
        name, last = step[1:-1], index == len(steps) - 1 and not row
        singular = steps[index - 1].removesuffix("s") if index else ""
        for known in {f"{singular}Id", *([name] if name != "id" or last else []), *(["id"] * last)}:
            yield known, ids[name]
