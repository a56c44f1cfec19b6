"""Why a service issues no token, in the sentences that the client uses too."""

from __future__ import annotations

from cloud_marketplace._config.diagnosis import diagnose, network_trouble
from cloud_marketplace._config.settings import Settings
from cloud_marketplace._engine.call_redactor import secrets_of
from cloud_marketplace._engine.error_response import token_failure
from cloud_marketplace._engine.messages import HttpResponse
from cloud_marketplace._observability.redaction import Redactor

from marketplace_contracts.service.target import Target
from marketplace_contracts.traffic.interaction import Interaction


def no_token(target: Target, found: Interaction) -> str:
    """Return the sentence that the service issued no token, and which setting is wrong."""
    where, why = f"The service at {target.base_url}", _why(target, found)
    return f"{where} issues no token (status {found.status}). {why}"


def why_not_reached(target: Target, error: Exception) -> str:
    """Return what prevents a connection; empty if the reason is not known."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    found = network_trouble(target.base_url, kinds, str(error))
    return f" {found.text}" if found else ""


def _why(target: Target, found: Interaction) -> str:
    settings = _settings(target)
    headers = {name.lower(): found.headers[name] for name in found.headers}
    response = HttpResponse(found.status, headers, found.body)
    redactor = Redactor(secrets_of(settings))
    return diagnose(settings, token_failure(response, redactor.text)).text


def _settings(target: Target) -> Settings:
    return Settings.of(
        {
            "base_url": target.base_url,
            "username": target.username,
            "password": target.password,
            "subscription_key": target.subscription_key,
            "marketplace": target.marketplace,
        }
    )
