"""The one API user of a simulated reseller (facts A2)."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field

from marketplace_contracts.simulator.domain.seeded_random import digest, uuid_text


@dataclass(frozen=True, slots=True)
class ApiUser:
    """Generated credentials of one simulator; the secrets are not part of its repr.

    Attributes:
        username: Ends in `.API` (facts A3).
        password: Password of that user.
        subscription_key: Key that the gateway requires (facts A6).
        signing_key: Signs tokens and download addresses.
        client_id: Identifier of the caller's program at the identity provider (facts A14).
        client_secret: Secret of that program.
        marketplace: Marketplace code for the token request.
    """

    username: str
    password: str = field(repr=False)
    subscription_key: str = field(repr=False)
    signing_key: bytes = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    marketplace: str = "us"

    @classmethod
    def from_seed(cls, seed: int) -> ApiUser:
        """Return the credentials that belong to a seed."""
        return cls(
            username=f"cmpapi-user-{seed}.API",
            password=f"Sim-{digest(seed, 'password').hex()}",
            subscription_key=uuid_text(seed, "subscription key"),
            signing_key=digest(seed, "signing key"),
            client_id=f"cmpapi-client-{seed}",
            client_secret=f"Sim-{digest(seed, 'client secret').hex()}",
        )

    def basic_matches(self, encoded: str) -> bool:
        """Tell whether the value of a Basic header, without its scheme, names this user."""
        try:
            given = base64.b64decode(encoded, validate=True)
        except ValueError:
            return False
        return hmac.compare_digest(given, f"{self.username}:{self.password}".encode())

    def client_matches(self, client_id: str, client_secret: str) -> bool:
        """Return whether a program is the one that the identity provider knows."""
        return _same(client_id, self.client_id) and _same(client_secret, self.client_secret)

    def user_matches(self, username: str, password: str) -> bool:
        """Return whether name and password are those of this user."""
        return _same(username, self.username) and _same(password, self.password)

    def sign(self, text: str, algorithm: str = "sha256") -> bytes:
        """Return a keyed signature of a text."""
        return hmac.digest(self.signing_key, text.encode(), algorithm)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
