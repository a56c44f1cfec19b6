"""The build: from `spec/openapi.yaml` to the committed package in `generated/`.

`compile_spec` makes the generator's input from the spec, `generate` writes the package and `check`
says whether the committed one is current. On the command line:
`python -m marketplace_contracts.build generate|check`.
"""

from marketplace_contracts.build.compile import compile_spec
from marketplace_contracts.build.errors import BuildError
from marketplace_contracts.build.generator import check, generate

__all__ = ["BuildError", "check", "compile_spec", "generate"]
