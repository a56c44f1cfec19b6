"""The models and enumerations of the API, each imported when it is first accessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_marketplace_api.models import *  # noqa: F403 - the names are the generated ones
else:
    from cloud_marketplace_api import models as _generated

    __all__ = _generated.__all__

    def __getattr__(name: str) -> object:
        """Import a model and keep it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(_generated, name)
        return found

    def __dir__() -> list[str]:
        return sorted(__all__)
