"""schemathesis over every operation: its phases and its checks, with ours among them.

Every answer goes through the ledger. Our exchange checks are registered with schemathesis, so that
it makes a failing example as small as it gets; what its own checks find becomes findings like all
others.
"""

from __future__ import annotations

import copy
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import requests
import schemathesis
from schemathesis.checks import CheckContext
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response as FuzzedResponse
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import Interaction as FuzzedInteraction
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.schemas import BaseSchema

from marketplace_contracts.checks.registry import InteractionCheck, interaction_checks
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.fuzzing.example_databases import used
from marketplace_contracts.fuzzing.schemathesis_config import CONFORMANCE, PROMISES, configuration
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.settings import PHASES, CheckSettings
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction

Case: TypeAlias = schemathesis.Case[Any]


class Properties:
    """One run of schemathesis against a target.

    Args:
        api: Knows the target and its token.
        results: Receives every interaction and finding.
        settings: Seed, examples, share and database of the run.
        phases: Which of `PHASES` to run.
    """

    def __init__(
        self, api: ApiClient, results: Results, settings: CheckSettings, phases: tuple[str, ...]
    ) -> None:
        self.api, self.results = api, results
        self.phase = ""
        self._latest: tuple[object, Interaction] | None = None
        self._database = settings.database
        spec = self.results.contract.spec
        operations = list(spec.operations.values())
        config = configuration(api.target, operations, settings)
        ours = [op for n, op in enumerate(operations) if settings.does(n) and settings.wants(op.id)]
        linked = _are_linked([op for op in ours if op.effect in api.target.effects])
        for name in PHASES:
            wanted = name in phases and (linked or name != "stateful")
            config["phases"].setdefault(name, {})["enabled"] = wanted
        loaded = schemathesis.openapi.from_dict(
            copy.deepcopy(spec.document), config=schemathesis.Config.from_dict(config)
        )
        others = [op.id for op in operations if op not in ours]
        # Excluded, not included: what is included is added to what the settings name.
        self._schema = loaded.exclude(operation_id=others) if others else loaded
        self._authenticate(self._schema)

    def run(self) -> Iterator[str]:
        """Run the phases; gives the name of each one when it is through.

        Raises:
            CannotRun: schemathesis cannot work with the description or the service.
        """
        _register()
        _Current.run = self
        try:
            with _quiet(), used(self._database):
                for event in from_schema(self._schema).execute():
                    yield from self._take(event)
        finally:
            _Current.run = None

    def _authenticate(self, schema: BaseSchema) -> None:
        run = self

        @schema.auth(refresh_interval=None)  # our client keeps the token itself
        class Provider:
            """Key and Basic for the token, key and token for all others."""

            def get(self, case: Case, _: object) -> dict[str, str]:
                found = run.results.contract.spec.match(case.operation.method, case.operation.path)
                return run.api.credentials(found[0]) if found else {}

            def set(self, case: Case, data: dict[str, str], _: object) -> None:
                case.headers.update(data)

    def _take(self, event: events.EngineEvent) -> Iterator[str]:
        if isinstance(event, events.PhaseStarted):
            self.phase = str(event.phase.name).lower()
        elif isinstance(event, events.ScenarioFinished):
            self._scenario(event.recorder)
        elif isinstance(event, events.NonFatalError):
            self._trouble(event)
        elif isinstance(event, events.FatalError):
            raise CannotRun(f"schemathesis gave up: {event.exception}.")
        elif isinstance(event, events.PhaseFinished):
            yield self.phase

    def _trouble(self, event: events.NonFatalError) -> None:
        if isinstance(event.value, CannotRun):
            raise event.value
        if not isinstance(event.value, requests.RequestException):
            raise CannotRun(f"schemathesis cannot test {event.label}: {event.info.message}.")
        method, _, path = event.label.partition(" ")
        found = self.results.contract.spec.match(method, path)
        pointer = f"{found[0].pointer}/responses" if found else "#/paths"
        violation = Violation("a call is answered", type(event.value).__name__, pointer)
        self.results.report("answered", [violation], operation=found[0].id if found else "")

    def leave(self, case: Case) -> None:
        """Let a call go out, at its pace, unless it would change what must not be changed.

        Raises:
            CannotRun: It would.
        """
        target = self.api.target
        found = self.results.contract.spec.match(case.method, case.operation.path)
        allowed = found[0].effect in target.effects if found else target.embedded
        if not allowed:
            raise CannotRun(f"{case.method} {case.operation.path} may not be called here.")
        target.limiter.wait()

    def enter(self, response: FuzzedResponse) -> Interaction:
        """Count an answer, once however many checks look at it."""
        if self._latest is None or self._latest[0] is not response:
            found = self._interaction(response)
            self._latest = (response, found)
            self.results.count(found)
            if found.operation:
                self.results.tick(found.operation.id, "fuzz")
        return self._latest[1]

    def _interaction(self, response: FuzzedResponse) -> Interaction:
        request = response.request
        body = request.body or b""
        sent = (
            request.method or "",
            request.url or "",
            Headers((str(name), _text(value)) for name, value in request.headers.items()),
            body if isinstance(body, bytes) else str(body).encode(),
        )
        headers = Headers((name, ", ".join(values)) for name, values in response.headers.items())
        got = (response.status_code, headers, response.content or b"")
        base = self.api.target.base_url
        return interaction(self.results.contract.spec, base, sent, got, self.phase)

    def _scenario(self, recorder: ScenarioRecorder) -> None:
        """Take over what schemathesis' own checks found."""
        for case_id, nodes in recorder.checks.items():
            for node in nodes:
                if node.failure_info is not None and node.name in PROMISES:
                    interaction = recorder.interactions.get(case_id)
                    self._report(node.name, node.failure_info.failure, interaction)

    def _report(self, name: str, failure: Failure, interaction: FuzzedInteraction | None) -> None:
        response = interaction.response if interaction else None
        if response is None:
            return
        found = self._interaction(response)
        contract = self.results.contract
        if name in CONFORMANCE and any(True for _ in self._ours(found)):
            return
        operation, words = self._operation(found), " ".join(failure.message.split())
        promise, below = PROMISES[name]
        pointer = (operation.pointer if operation else "#/paths") + below
        observed = f"status {found.status}: {failure.title}. {contract.show(words)}"
        violation = Violation(promise, observed, pointer)
        self.results.report(name, [violation], found, operation=operation.id if operation else "")

    def _operation(self, found: Interaction) -> Any:
        """The operation of an exchange; for a method nobody described any of the same path."""
        spec = self.results.contract.spec
        if found.operation:
            return found.operation
        methods = ("GET", "POST", "PATCH")
        matches = (spec.match(method, found.relative) for method in methods)
        return next((match[0] for match in matches if match), None)

    def _ours(self, found: Interaction) -> Iterator[Violation]:
        """What our own checks say of an exchange."""
        for check in interaction_checks().values():
            if found.operation and check.when(found):
                yield from (p for p in check.look(found, self.results.contract) if not p.notice)


def _are_linked(operations: list[Operation]) -> bool:
    """Whether a link leads from one to another; the stateful phase has nothing to do else."""
    names = {operation.id for operation in operations}
    responses = (response for operation in operations for response in operation.responses.values())
    return any(link.operation in names for response in responses for link in response.links)


class _Current:
    """The run that is going on: hooks and checks of schemathesis belong to the process."""

    run: Properties | None = None
    registered = False


def _register() -> None:
    """Give schemathesis our hooks and checks, once in a process."""
    if _Current.registered:
        return
    _Current.registered = True

    @schemathesis.hook
    def before_call(_: object, case: Case, kwargs: dict[str, Any]) -> None:  # noqa: ARG001 - schemathesis' names
        if _Current.run:
            _Current.run.leave(case)

    @schemathesis.hook
    def after_call(_: object, case: Case, response: FuzzedResponse) -> None:  # noqa: ARG001 - schemathesis' names
        if _Current.run:
            _Current.run.enter(response)

    for check in interaction_checks().values():
        schemathesis.check(_as_check(check))


def _as_check(
    check: InteractionCheck,
) -> Callable[[CheckContext, FuzzedResponse, Case], bool | None]:
    def run(_: CheckContext, response: FuzzedResponse, __: Case) -> bool | None:
        current = _Current.run
        if current is None:
            return True
        violations = current.results.apply(check, current.enter(response))
        if violations:
            raise AssertionError("; ".join(f"{p.promise}: {p.observed}" for p in violations[:3]))
        return None

    run.__name__ = check.name
    run.__doc__ = check.summary
    return run


class _quiet:  # noqa: N801 - used like a function
    """No chatter of the libraries below while schemathesis sends what it likes to send."""

    def __enter__(self) -> None:
        self._level = logging.getLogger("urllib3").level
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._catch = warnings.catch_warnings()
        self._catch.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, *_: object) -> None:
        self._catch.__exit__(None, None, None)
        logging.getLogger("urllib3").setLevel(self._level)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
