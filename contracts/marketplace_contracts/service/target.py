"""The service under check, and what may be called on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cloud_marketplace._config.settings import Settings, from_environment
from cloud_marketplace.errors import ConfigurationError

from marketplace_contracts.description.operations import EVERYTHING, READ_ONLY
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.traffic.redaction import Redactor

if TYPE_CHECKING:
    from marketplace_contracts.description.spec import Spec
    from marketplace_contracts.simulator import Break, Simulator


@dataclass(frozen=True)
class Target:
    """A service with its credentials.

    Attributes:
        base_url: Without a trailing slash.
        effects: Effects of the operations that may be called.
        limiter: Paces every call.
        advance: Moves the service's clock by seconds; None if it cannot be moved.
        limit: Sets the service's rate limit in calls per minute; None if it cannot be set.
        simulator: The embedded simulator, if it is one.
    """

    base_url: str
    username: str = field(repr=False)
    password: str = field(repr=False)
    subscription_key: str = field(repr=False)
    marketplace: str = "us"
    effects: frozenset[str] = READ_ONLY
    limiter: Limiter = field(default_factory=Limiter, repr=False)
    advance: Callable[[float], object] | None = field(default=None, repr=False)
    limit: Callable[[int | None], object] | None = field(default=None, repr=False)
    simulator: Simulator | None = field(default=None, repr=False)

    @property
    def embedded(self) -> bool:
        """Tell whether the service is the embedded simulator, of which more is known."""
        return self.simulator is not None

    def simulates(self, operation_id: str) -> bool:
        """Whether responses are more than values that are valid by their schema."""
        return self.simulator is None or operation_id not in self.simulator.service.generated

    def teach(self, redactor: Redactor) -> None:
        """Add the credentials to a redactor."""
        redactor.learn("MARKETPLACE_SUBSCRIPTION_KEY", self.subscription_key)
        redactor.learn("MARKETPLACE_PASSWORD", self.password)
        redactor.learn("MARKETPLACE_USERNAME", self.username)
        redactor.learn_basic(self.username, self.password)


def from_settings(
    url: str | None,
    *,
    environ: Mapping[str, str] | None = None,
    allow_writes: bool = False,
    limiter: Limiter | None = None,
) -> Target:
    """Return a service with credentials from the environment.

    Args:
        url: Its base address; None takes `MARKETPLACE_BASE_URL`.
        environ: Variables; None uses the process's environment.
        allow_writes: Whether operations that change something may be called.
        limiter: Paces every call.

    Raises:
        CannotRun: A setting is missing or malformed.
    """
    overrides: dict[str, Any] = {} if url is None else {"base_url": url}
    try:
        settings = Settings.of(from_environment(environ or os.environ, overrides))
    except ConfigurationError as error:
        raise CannotRun(f"The service cannot be called. {error}") from None
    return Target(
        base_url=settings.address.url,
        username=settings.username,
        password=settings.password.reveal(),
        subscription_key=settings.subscription_key.reveal(),
        marketplace=settings.marketplace,
        effects=EVERYTHING if allow_writes else READ_ONLY,
        limiter=limiter or Limiter(),
    )


class Embedded(AbstractContextManager[Target]):
    """Runs a simulator for the length of a block, as a target whose clock can be moved."""

    def __init__(
        self,
        seed: int = 1,
        size: str = "small",
        *,
        breaks: Iterable[str | Break] = (),
        limiter: Limiter | None = None,
        rate_limit: int | None = None,
        quota: int | None = None,
        spec: Spec | None = None,
    ) -> None:
        from marketplace_contracts.simulator import Simulator, SimulatorError

        self._limiter = limiter or Limiter()
        try:
            self._simulator = Simulator(
                seed=seed,
                size=size,
                breaks=tuple(breaks),
                rate_limit=rate_limit,
                quota=quota,
                spec=spec,
            )
        except SimulatorError as error:
            raise CannotRun(f"The simulator cannot be started: {error}.") from None

    def __enter__(self) -> Target:
        simulator = self._simulator.__enter__()
        return Target(
            base_url=simulator.base_url,
            username=simulator.username,
            password=simulator.password,
            subscription_key=simulator.subscription_key,
            marketplace=simulator.marketplace_code,
            effects=EVERYTHING,
            limiter=self._limiter,
            advance=simulator.clock.advance,
            limit=simulator.limit_rate,
            simulator=simulator,
        )

    def __exit__(self, *exception: object) -> None:
        self._simulator.stop()
