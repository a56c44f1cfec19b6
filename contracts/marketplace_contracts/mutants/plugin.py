"""A pytest plugin that puts one changed module in place of the real one: `MUTANT=module=file`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from marketplace_contracts.mutants.worker import OneModule

if _mutant := os.environ.get("MUTANT"):
    _name, _, _file = _mutant.partition("=")
    sys.meta_path.insert(0, OneModule(_name, Path(_file).read_bytes()))
