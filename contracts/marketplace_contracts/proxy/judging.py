"""Judge exchanges one by one: the request, the response, and what is kept as a cassette."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.proxy.credentials import CredentialLearner
from marketplace_contracts.proxy.exchange import Exchange, unpacked
from marketplace_contracts.proxy.recorder import Recorder
from marketplace_contracts.proxy.request_checks import request_violations
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import MALFORMED, Finding, Violation
from marketplace_contracts.traffic.interaction import Headers, Interaction, interaction

SOURCE = "proxy"
TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class Judging:
    """Judges exchanges in the order in which they ended.

    Args:
        target: Base address of the service.
        tell: Called with each finding when it is first seen.
        record: Folder for cassettes; None keeps none.
        spec: The description; None reads our own.

    Attributes:
        unjudged: Bodies that could not be judged, by the reason.
    """

    def __init__(
        self,
        target: str,
        tell: Callable[[Finding], object],
        record: Path | None = None,
        spec: Spec | None = None,
    ) -> None:
        self.results = Results(Contract(spec or load()))
        self._target, self._tell = target, tell
        self._learner = CredentialLearner(self.results.contract.redactor)
        self._recorder = Recorder(record, target, self.results.contract.spec) if record else None
        self._reported: set[tuple[str, str, str, str]] = set()

    def judge(self, exchange: Exchange) -> None:
        """Judge one exchange and report what is new."""
        body = unpacked(exchange.body, exchange.headers)
        call = self._interaction(exchange, body or b"")
        self._learner.learn(call)
        self._judge_request(exchange, call)
        if body is None or exchange.method == "HEAD":
            self.results.count(call)
            self._note(body is None)
        else:
            self.results.record(call)
        if self._recorder and body is not None and exchange.payload is not None:
            self._recorder.add(exchange, body)
        for finding in self.results.findings:
            if finding.key not in self._reported:
                self._reported.add(finding.key)
                self._tell(finding)

    def finish(self) -> dict[str, Any]:
        """Write what is left of the recording, and return the results as plain values."""
        if self._recorder:
            self._recorder.flush()
            for line in self._recorder.lines():
                self.results.skip(line)
        return self.results.as_dict()

    def _note(self, is_unreadable: bool) -> None:
        if is_unreadable:
            self.results.skip("a response: its body is too large, or packed in an unknown way")

    def _judge_request(self, exchange: Exchange, call: Interaction) -> None:
        if exchange.payload is None:
            self.results.skip("a request: its body is too large")
            return
        try:
            found = list(request_violations(call, self.results.contract))
        except MALFORMED as error:
            pointer = call.operation.pointer if call.operation else "#/paths"
            promised = "a request can be processed"
            found = [("request_body", Violation(promised, type(error).__name__, pointer))]
        for check, violation in found:
            self.results.report(check, [violation], call)

    def _interaction(self, exchange: Exchange, body: bytes) -> Interaction:
        kept = [pair for pair in exchange.headers if pair[0].lower() not in TRANSFER]
        request = (
            exchange.method,
            self._target + exchange.target,
            Headers(exchange.sent),
            exchange.payload or b"",
        )
        response = (exchange.status, Headers(kept), body)
        return interaction(self.results.contract.spec, self._target, request, response, SOURCE)
