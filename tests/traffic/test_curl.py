"""A finding's command repeats its call in a shell, with variables where the secrets were."""

import base64
import json
import os
import shlex
import subprocess

import pytest
from marketplace_contracts.traffic.curl import curl
from marketplace_contracts.traffic.interaction import Headers, Interaction
from marketplace_contracts.traffic.redaction import Redactor
from support.harness import made

REDACTOR = Redactor(
    {"MARKETPLACE_SUBSCRIPTION_KEY": "key-123456", "MARKETPLACE_TOKEN": "tok-abcdef"}
)
REDACTOR.learn_basic("me", "password-1")
SENT = {
    "X-Subscription-Key": "key-123456",
    "Authorization": "Bearer tok-abcdef",
    "Content-Type": "application/json",
    "User-Agent": "x",
}


def words(command: str) -> list[str]:
    """What a shell makes of a command whose variables hold their own names in brackets."""
    names = ("BASE_URL", "SUBSCRIPTION_KEY", "TOKEN", "USERNAME", "PASSWORD")
    environment = {f"MARKETPLACE_{name}": f"[{name}]" for name in names}
    script = f'curl() {{ printf "%s\\0" "$@"; }}; {command}'
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=os.environ | environment, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


def test_secrets_are_variables() -> None:
    """Key and token are variables that the shell expands; other headers are left out."""
    command = curl(made("orders.get", ids={"id": "7"}, sent=SENT), REDACTOR)
    assert "key-123456" not in command
    assert "tok-abcdef" not in command
    said = words(command)
    assert said[:5] == ["-sS", "-i", "-X", "GET", "[BASE_URL]/orders/7"]
    assert "X-Subscription-Key: [SUBSCRIPTION_KEY]" in said
    assert "Authorization: Bearer [TOKEN]" in said
    assert "User-Agent: x" not in said


def test_wrong_credentials_are_said_to_be_wrong() -> None:
    """A credential that is wrong on purpose is not shown as the right one."""
    sent = {"X-Subscription-Key": "other", "Authorization": "Bearer other"}
    said = words(curl(made("orders.get", sent=sent), REDACTOR))
    assert "X-Subscription-Key: wrong" in said
    assert "Authorization: Bearer wrong" in said


def test_basic_becomes_a_user() -> None:
    """The token call has user and password in the form of curl."""
    encoded = base64.b64encode(b"me:password-1").decode()
    command = curl(made("auth.token", sent={"Authorization": f"Basic {encoded}"}), REDACTOR)
    assert words(command)[-2:] == ["-u", "[USERNAME]:[PASSWORD]"]


@pytest.mark.parametrize("value", ["it's", 'a "quote"', "$HOME `id`", "Ümlaut", "a\nb\\"])
def test_bodies_survive_the_shell(value: str) -> None:
    """Any body reaches the service unchanged."""
    command = curl(made("orders.create", payload={"poNumber": value}, sent=SENT), REDACTOR)
    assert json.loads(words(command)[-1]) == {"poNumber": value}


def test_passwords_in_bodies_are_variables() -> None:
    """A contact's password is a variable too."""
    command = curl(made("customers.create", payload={"password": "Abc-123!"}), REDACTOR)
    assert "Abc-123!" not in command
    assert "$SECRET" in command


def test_bytes_that_are_no_text() -> None:
    """A body that is not text is sent through printf."""
    interaction = made("orders.create")
    odd = Interaction(**{**vars(interaction), "payload": b"\xff\xfe'", "sent": Headers()})
    assert shlex.split(curl(odd, REDACTOR))[-1] == "$(printf '\\377\\376\\047')"
    assert words(curl(odd, REDACTOR))[-1].encode("utf-8", "surrogateescape") == b"\xff\xfe'"
