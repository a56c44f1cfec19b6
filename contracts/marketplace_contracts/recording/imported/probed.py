"""Cassettes of what a probe of a live service saw: scrubbed like every other recording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.imported.har import DECODED, Capture
from marketplace_contracts.recording.imported.import_har import scrubbed_pair
from marketplace_contracts.recording.kept_fields import documented_words
from marketplace_contracts.recording.provenance import PROBED, Provenance
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.recording.scrub import Scrubber
from marketplace_contracts.recording.vcr_library import RECORDER
from marketplace_contracts.service.target import Target
from marketplace_contracts.traffic.interaction import Headers, Interaction


class ProbeRecorder:
    """Make cassettes of the calls of a probe.

    Only listed values are kept, as of every live service (see `kept_fields`). One scrubber serves
    the whole probe, so a secret that was seen once is removed from every later cassette.

    Args:
        target: The service.
        spec: The description.
    """

    def __init__(self, target: Target, spec: Spec) -> None:
        self._target, self._spec = target, spec
        self._scrubber = Scrubber(
            target.base_url,
            (target.username, target.password, target.subscription_key),
            words=documented_words(spec.document),
        )

    def cassette(self, name: str, shows: str, calls: Sequence[Interaction]) -> str:
        """Return the text of a cassette.

        Raises:
            CannotRun: A body cannot be scrubbed, or the text would show a secret.
        """
        origin = Provenance(
            scenario=f"probe-{name}",
            shows=shows,
            source=PROBED,
            spec=self._spec.version,
            date=datetime.now(UTC).date().isoformat(),
            recorder=RECORDER,
            marketplace=self._target.marketplace,
            operations=tuple(dict.fromkeys(c.operation.id for c in calls if c.operation)),
        )
        pairs = [scrubbed_pair(self._scrubber, _captured(call)) for call in calls]
        content = {"metadata": origin.as_dict(), "version": 1, "interactions": pairs}
        text = cassette_file.write(content)
        if found := leaks(text, self._scrubber.known):
            raise CannotRun(f"the recording would show {found[0]}")
        return text


def _captured(call: Interaction) -> Capture:
    return Capture(
        call.method,
        call.url,
        _pairs(call.sent),
        call.payload,
        call.status,
        tuple(pair for pair in _pairs(call.headers) if pair[0] not in DECODED),
        call.body,
    )


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(headers.items())
