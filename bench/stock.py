"""What openapi-python-client writes without our templates, as the baseline."""

import contextlib
import importlib
import io
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from marketplace_contracts.codegen.compile import compile_spec
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from bench.samples import SPEC

NAME = "stock_marketplace_api"


@contextlib.contextmanager
def models() -> Iterator[ModuleType]:
    """The models of the untuned package, written to a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        source, package = Path(folder, "input.json"), Path(folder, NAME)
        source.write_text(json.dumps(compile_spec(SPEC)), encoding="utf-8")
        settings = ConfigFile(post_hooks=[])
        config = Config.from_sources(
            settings, MetaType.NONE, source, "utf-8", overwrite=False, output_path=package
        )
        with contextlib.redirect_stdout(io.StringIO()):
            generate(config=config)
        sys.path.insert(0, folder)
        try:
            yield importlib.import_module(f"{NAME}.models")
        finally:
            sys.path.remove(folder)
