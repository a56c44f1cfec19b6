"""Adopt a new published file: what it changes, which corrections still fit, what can be merged."""

from marketplace_contracts.description.adopt.adoption import Adoption, adopt, as_text, write

__all__ = ["Adoption", "adopt", "as_text", "write"]
