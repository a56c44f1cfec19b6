"""The clients of a scenario keep to the rate and to the service's clock."""

from collections.abc import Iterator

import pytest
from marketplace_contracts.recording.scenario_context import ScenarioContext, on_target
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Target
from marketplace_contracts.simulator import Break, Request, Response, Simulator


class Counting(Limiter):
    """A limiter that counts and never waits."""

    calls = 0

    def wait(self) -> None:
        """Count a call."""
        self.calls += 1


@pytest.fixture
def statuses() -> list[int]:
    """Return the list that receives the statuses of the simulator's responses."""
    return []


@pytest.fixture
def limiter() -> Counting:
    """Return the limiter of the context."""
    return Counting()


@pytest.fixture
def context(statuses: list[int], limiter: Counting) -> Iterator[ScenarioContext]:
    """Yield a context for a simulator."""

    def note(_: Request, response: Response) -> Response:
        statuses.append(response.status)
        return response

    with Simulator(seed=1) as simulator:
        target = Target(
            simulator.base_url,
            simulator.username,
            simulator.password,
            simulator.subscription_key,
            limiter=limiter,
            advance=simulator.clock.advance,
            simulator=simulator,
        )
        with on_target(target, lambda: simulator.clock.now().timestamp()) as made:
            made.inject(Break("note", "notes statuses", after=note))
            yield made


def test_every_call_waits_for_its_turn(context: ScenarioContext, limiter: Counting) -> None:
    """Each call of the clients, token calls included, waits for the limiter (facts B10)."""
    mp = context.client()
    assert len(list(mp.plans.list(limit=11))) == 21
    assert limiter.calls == 3


def test_tokens_age_by_the_service(context: ScenarioContext, statuses: list[int]) -> None:
    """Clients renew tokens by the service's clock, so that none has expired when it is used."""
    mp = context.client()
    mp.plans.list(limit=1)
    context.advance(2000)
    mp.plans.list(limit=1)
    assert statuses == [200] * 4
