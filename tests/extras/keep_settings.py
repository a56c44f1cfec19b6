"""The extra `keyring`: settings in a keyring are used, and `logout` removes them."""

import os

import keyring
from cloud_marketplace.cli import main
from keyring.backend import KeyringBackend

kept: dict[tuple[str, str], str] = {}


class InMemory(KeyringBackend):
    """A keyring of this process."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        """Return a value."""
        return kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a value."""
        kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Remove a value."""
        del kept[service, username]


keyring.set_keyring(InMemory())
for name in ("BASE_URL", "USERNAME", "PASSWORD", "SUBSCRIPTION_KEY", "CODE"):
    variable = f"MARKETPLACE_{name}"
    keyring.set_password("cloud-marketplace", variable, os.environ.pop(variable))
assert main(["doctor"]) == 0
assert main(["logout"]) == 0
assert not kept
assert main(["doctor"]) == 3
