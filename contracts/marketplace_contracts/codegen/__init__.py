"""Code generation: from `spec/openapi.yaml` to the committed package in `generated/`.

`compile_spec` makes the generator's input from the spec, `generate` writes the package, and `check`
compares the committed package with a fresh one. On the command line:
`python -m marketplace_contracts.codegen generate|check`.
"""

from marketplace_contracts.codegen.compile import compile_spec
from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.generator import check, generate

__all__ = ["CodegenError", "check", "compile_spec", "generate"]
