"""schemathesis on one operation, or along the links between operations.

The only module that imports schemathesis. Most of what it uses is documented: the configuration,
the loader, `exclude`, authentication, hooks and checks. Two things are not, and a test names them:

- `schemathesis.engine.from_schema` and its events. The documented way into pytest is
  `schema.parametrize()`. It generates the cases of all operations while pytest collects, in every
  worker (5 s each), and gives all operations one node id, so that pytest-xdist cannot group them.
  The engine generates the cases of one operation when its turn comes.
- `schemathesis.core` and `schemathesis.engine.recorder`, for the types of what events carry.

Every response is recorded in the results. Our interaction checks are registered as checks of
schemathesis, so that it shrinks a failing example; its own checks become findings like all others.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
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
from marketplace_contracts.fuzzing.schemathesis_config import PROMISES, configuration
from marketplace_contracts.run.results import Results
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.network import without_environment
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction

Case: TypeAlias = schemathesis.Case[Any]
LINKS = "stateful"
"""The phase that follows links between operations."""


class SchemathesisRun:
    """Runs schemathesis against one service and records what happens.

    schemathesis knows neither our authentication nor our results: it takes a request from here,
    and passes the response back.

    Args:
        api: Knows the target and its token.
        results: Receives every interaction and finding.
        settings: Seed, examples, phases and database of the run.
    """

    def __init__(self, api: ApiClient, results: Results, settings: CheckSettings) -> None:
        self.api, self.results, self._settings = api, results, settings
        self._spec = results.contract.spec
        self._phase = ""
        self._given: set[str] = set()
        self._latest: tuple[object, Interaction] | None = None

    def operation(self, operation: Operation) -> None:
        """Send requests to one operation, in all selected phases except that of links.

        Raises:
            CannotRun: schemathesis cannot work with the description or the service.
        """
        phases = [phase for phase in self._settings.phases if phase != LINKS]
        if phases and operation.effect in self.api.target.effects:
            self._run([operation], phases)

    def links(self, operations: Collection[Operation]) -> None:
        """Follow the links between these operations, if there are any.

        Raises:
            CannotRun: schemathesis cannot work with the description or the service.
        """
        allowed = [op for op in operations if op.effect in self.api.target.effects]
        if LINKS in self._settings.phases and _are_linked(allowed):
            self._run(allowed, [LINKS])

    def _run(self, operations: Collection[Operation], phases: Collection[str]) -> None:
        _register()
        _Current.run = self
        try:
            with _quiet(), without_environment(), used(self._settings.database):
                for event in from_schema(self._schema(operations, phases)).execute():
                    self._handle(event)
        finally:
            _Current.run = None

    def _schema(self, operations: Collection[Operation], phases: Collection[str]) -> BaseSchema:
        everything = self._spec.operations.values()
        config = configuration(self.api.target, everything, self._settings, phases)
        loaded = schemathesis.openapi.from_dict(
            json.loads(json.dumps(self._spec.document)),
            config=schemathesis.Config.from_dict(config),
        )
        others = [op.id for op in everything if op not in operations]
        # Excluded, not included: an inclusion is added to those of the configuration.
        schema = loaded.exclude(operation_id=others) if others else loaded
        self._authenticate(schema)
        return schema

    def _authenticate(self, schema: BaseSchema) -> None:
        run = self

        def kind(case: Case, _: object) -> str:
            return self._effect(case)

        # Our client caches the token; schemathesis renews the one cached here after a 401.
        @schema.auth(refresh_interval=1, cache_by_key=kind, retry_on=[401])
        class Provider:
            """Key and Basic for the token operation, key and token for all others."""

            def get(self, case: Case, _: object) -> dict[str, str]:
                return run._credentials(case)

            def set(self, case: Case, data: dict[str, str], _: object) -> None:
                case.headers.update(data)

    def _credentials(self, case: Case) -> dict[str, str]:
        found = self._spec.match(case.operation.method, case.operation.path)
        given = self.api.credentials(found[0]) if found else {}
        self._given.add(given.get("Authorization", ""))
        return given

    def _effect(self, case: Case) -> str:
        found = self._spec.match(case.operation.method, case.operation.path)
        return "token" if found and found[0].effect == "token" else "other"

    def _handle(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.PhaseStarted):
            self._phase = str(event.phase.name).lower()
        elif isinstance(event, events.ScenarioFinished):
            self._take_failures(event.recorder)
        elif isinstance(event, events.NonFatalError):
            self._take_error(event)
        elif isinstance(event, events.FatalError):
            raise CannotRun(f"schemathesis stopped: {event.exception}.")

    def _take_error(self, event: events.NonFatalError) -> None:
        """Report a call without a response; any other error stops the check."""
        if isinstance(event.value, CannotRun):
            raise event.value
        if not isinstance(event.value, requests.RequestException):
            raise CannotRun(f"schemathesis cannot test {event.label}: {event.info.message}.")
        method, _, path = event.label.partition(" ")
        found = self._spec.match(method, path)
        pointer = f"{found[0].pointer}/responses" if found else "#/paths"
        violation = Violation("a call gets a response", type(event.value).__name__, pointer)
        self.results.report("answered", [violation], operation=found[0].id if found else "")

    def before_call(self, case: Case) -> None:
        """Wait for the rate limit, renew the credentials, and refuse a call that must not be made.

        Raises:
            CannotRun: The effect of the operation is not allowed here.
        """
        target = self.api.target
        found = self._spec.match(case.method, case.operation.path)
        allowed = found[0].effect in target.effects if found else target.embedded
        if not allowed:
            raise CannotRun(f"{case.method} {case.operation.path} may not be called here.")
        if case.headers.get("Authorization", "") in self._given:
            # Cases of the coverage phase are created, with a token, long before they are sent.
            case.headers.update(self._credentials(case))
        target.limiter.wait()

    def after_call(self, response: FuzzedResponse) -> Interaction:
        """Count a response once, however many checks use it, and return its interaction."""
        if self._latest is None or self._latest[0] is not response:
            found = self._interaction(response)
            self._latest = (response, found)
            self.results.count(found)
            if found.status == 401:  # schemathesis asks for credentials again and repeats the call
                self.api.forget_token()
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
        return interaction(
            self._spec, self.api.target.base_url, sent, got, self._phase, seconds=response.elapsed
        )

    def _take_failures(self, recorder: ScenarioRecorder) -> None:
        """Report the findings of schemathesis' own checks."""
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
        operation, words = self._operation(found), " ".join(failure.message.split())
        promise, below = PROMISES[name]
        pointer = (operation.pointer if operation else "#/paths") + below
        shown = self.results.contract.show(words)
        violation = Violation(promise, f"status {found.status}: {failure.title}. {shown}", pointer)
        self.results.report(name, [violation], found, operation=operation.id if operation else "")

    def _operation(self, found: Interaction) -> Operation | None:
        """Return the operation; for an undocumented method, any operation on the same path."""
        if found.operation:
            return found.operation
        methods = ("GET", "POST", "PATCH")
        matches = (self._spec.match(method, found.relative) for method in methods)
        return next((match[0] for match in matches if match), None)


def _are_linked(operations: list[Operation]) -> bool:
    """Tell whether a link leads from one to another; the stateful phase needs one."""
    names = {operation.id for operation in operations}
    responses = (response for operation in operations for response in operation.responses.values())
    return any(link.operation in names for response in responses for link in response.links)


class _Current:
    """The run in progress: hooks and checks of schemathesis are global to the process."""

    run: SchemathesisRun | None = None
    registered = False


def _register() -> None:
    """Register our hooks and checks with schemathesis, once per process."""
    if _Current.registered:
        return
    _Current.registered = True

    @schemathesis.hook
    def before_call(_: object, case: Case, kwargs: dict[str, Any]) -> None:  # noqa: ARG001 - schemathesis' names
        if _Current.run:
            _Current.run.before_call(case)

    @schemathesis.hook
    def after_call(_: object, case: Case, response: FuzzedResponse) -> None:  # noqa: ARG001 - schemathesis' names
        if _Current.run:
            _Current.run.after_call(response)

    for check in interaction_checks().values():
        schemathesis.check(_as_check(check))


def _as_check(
    check: InteractionCheck,
) -> Callable[[CheckContext, FuzzedResponse, Case], bool | None]:
    def run(_: CheckContext, response: FuzzedResponse, __: Case) -> bool | None:
        current = _Current.run
        if current is None:
            return True
        violations = current.results.apply(check, current.after_call(response))
        if violations:
            raise AssertionError("; ".join(f"{v.promise}: {v.observed}" for v in violations[:3]))
        return None

    run.__name__ = check.name
    run.__doc__ = check.summary
    return run


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the libraries, which warn about the requests that schemathesis sends."""
    logger = logging.getLogger("urllib3")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
