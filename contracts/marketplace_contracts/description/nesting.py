"""Refuse YAML that is nested so deeply that reading it would exhaust the stack."""

from __future__ import annotations

import yaml

DEEPEST = 200


class NestingError(ValueError):
    """The text is nested more deeply than any description, cassette or settings file is."""


def refuse_deep_nesting(text: str) -> None:
    """Count how deeply a YAML text is nested, event by event and so without recursion.

    The fast loader of libyaml crashes the process on tens of thousands of brackets; Python's own
    raises RecursionError.

    Raises:
        NestingError: It is nested more than 200 levels deep.
        yaml.YAMLError: It is not YAML.
    """
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise NestingError("nested too deeply")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
