"""The part of a client that workflows use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_marketplace._config.settings import Settings
    from cloud_marketplace._engine.engine import Engine
    from cloud_marketplace._workflows.intent_store import Intents


@dataclass(frozen=True, slots=True)
class Context:
    """Settings and clocks, so that a workflow needs no client in its tests.

    Attributes:
        settings: Settings of the client.
        clock: Returns seconds that only increase.
        wall: Returns seconds since 1970.
        intents: Where orders are recorded before they are sent; None is the default path.
    """

    settings: Settings
    clock: Callable[[], float]
    wall: Callable[[], float]
    intents: Intents | None = None

    @classmethod
    def of(cls, engine: Engine) -> Context:
        """Create it from the engine of a client."""
        return cls(engine.settings, engine.clock, engine.wall, engine.intents)


def account_of(context: Context) -> str:
    """Return the account that a client uses; nothing in it is secret."""
    settings = context.settings
    client_id = f" {settings.oauth2.client_id}" if settings.oauth2 else ""
    return f"{settings.address.url} {settings.marketplace} {settings.username}{client_id}"
