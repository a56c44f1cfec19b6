"""How one run uses a check: which violations are repeated, and what a failure becomes."""

from collections.abc import Iterator

import pytest
from marketplace_contracts.checks.registry import SequenceCheck
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.run.check_run import AGAIN, CheckRun
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.traffic.finding import CheckAborted, Violation
from support.harness import SPEC

PLANS = SPEC.operations["plans.list"]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[CheckRun]:
    """A run against a service that is not embedded."""
    with Simulator(seed=2) as simulator:
        for name, value in simulator.environment.items():
            monkeypatch.setenv(name, value)
        check_run = CheckRun(CheckSettings(target=simulator.base_url))
        yield check_run
        check_run.close()


def seen(times: int, looks: list[int]) -> SequenceCheck:
    """A check that reads, and finds the same violation at its first looks."""

    def drive(_: ApiClient, operation: Operation) -> Iterator[Violation]:
        looks.append(len(looks) + 1)
        if len(looks) <= times:
            yield Violation("rows stay", f"look {len(looks)}", operation.pointer)

    return SequenceCheck(
        "rows_stay", "paging", "", lambda *_: True, frozenset({"read"}), clock=False, drive=drive
    )


@pytest.mark.parametrize(("times", "found"), [(0, 0), (1, 0), (AGAIN, 0), (AGAIN + 1, 1)])
def test_a_violation_of_a_live_service_is_looked_at_again(
    live: CheckRun, times: int, found: int
) -> None:
    """Others work on the service meanwhile: only what is seen each time is a finding."""
    looks: list[int] = []
    assert len(live.drive(seen(times, looks), PLANS)) == found
    assert len(looks) == min(times, AGAIN) + 1


def test_a_violation_of_the_simulator_is_not_looked_at_again() -> None:
    """An embedded simulator has no other users: one violation is enough."""
    looks: list[int] = []
    check_run = CheckRun(CheckSettings())
    assert len(check_run.drive(seen(1, looks), PLANS)) == 1
    assert looks == [1]
    check_run.close()


def test_a_service_that_only_issues_tokens_cannot_be_checked(
    live: CheckRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that closes the connection after the token is one sentence without secrets."""
    token = live.client("reading").token()

    def close(*_: object, **__: object) -> None:
        raise CheckAborted(Violation("a call gets a response", f"closed after {token}", "#/paths"))

    monkeypatch.setattr(ApiClient, "call", close)
    with pytest.raises(CannotRun, match="issues a token and then fails: closed after") as caught:
        live.ready()
    assert token not in str(caught.value)
