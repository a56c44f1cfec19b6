"""The service under check: embedded, or one with credentials from the environment."""

import pytest
from marketplace_contracts.description.operations import EVERYTHING, READ_ONLY
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.service.target import Embedded, from_settings
from marketplace_contracts.traffic.redaction import Redactor

ENVIRONMENT = {
    "MARKETPLACE_BASE_URL": "https://api.example/marketplace/eu/",
    "MARKETPLACE_USERNAME": "me.API",
    "MARKETPLACE_PASSWORD": "p4ssw0rd-x",
    "MARKETPLACE_SUBSCRIPTION_KEY": "key-123456",
    "MARKETPLACE_CODE": "nl",
}


def test_the_environment_names_the_service() -> None:
    """Without a URL the environment's is used; nothing may be changed there."""
    target = from_settings(None, environ=ENVIRONMENT)
    assert target.base_url == "https://api.example/marketplace/eu"
    assert target.marketplace == "nl"
    assert target.effects == READ_ONLY
    assert not target.embedded


def test_an_address_goes_before_the_environment() -> None:
    """A given address replaces that of the environment, and writes can be allowed."""
    target = from_settings("https://b.example/x", environ=ENVIRONMENT, allow_writes=True)
    assert target.base_url == "https://b.example/x"
    assert target.effects == EVERYTHING


@pytest.mark.parametrize("name", [name for name in ENVIRONMENT if name != "MARKETPLACE_BASE_URL"])
def test_what_is_missing_is_named(name: str) -> None:
    """A missing variable is named in the sentence that says why nothing was checked."""
    environ = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(CannotRun, match=name):
        from_settings("https://b.example", environ=environ)


def test_a_target_keeps_its_secrets() -> None:
    """Neither the text of a target nor that of a refusal shows a credential."""
    target = from_settings(None, environ=ENVIRONMENT)
    assert "p4ssw0rd" not in repr(target)
    redactor = Redactor()
    target.teach(redactor)
    assert redactor.betrays("p4ssw0rd-x")
    assert redactor.betrays("key-123456")


def test_the_embedded_service_has_a_clock() -> None:
    """The embedded simulator is served while the block lasts, and its clock can be moved."""
    with Embedded(seed=3) as target:
        assert target.embedded
        assert target.simulator is not None
        before = target.simulator.clock.now()
        assert target.advance is not None
        target.advance(5)
        assert (target.simulator.clock.now() - before).total_seconds() == 5


def test_an_unknown_break_cannot_run() -> None:
    """An unknown fault is refused in one sentence that names it."""
    with pytest.raises(CannotRun, match="nonsense"):
        Embedded(breaks=("nonsense",))
