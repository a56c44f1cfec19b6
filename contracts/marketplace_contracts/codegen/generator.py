"""Running the generator: into a temporary folder first, then swapped in or compared.

The generator's output depends on its own version and on the formatter's, so both are pinned here
and a different one is refused rather than reported as a stale package.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from marketplace_contracts.codegen.api_changes import NameChange, api_changes, signatures
from marketplace_contracts.codegen.changelog_entry import ChangelogEntry, entries_of
from marketplace_contracts.codegen.compile import compile_spec
from marketplace_contracts.codegen.errors import CodegenError
from marketplace_contracts.codegen.hand_edits import hand_edits, note
from marketplace_contracts.codegen.operations import render_table
from marketplace_contracts.description.yaml_file import read_yaml
from marketplace_contracts.errors import CannotRun

if TYPE_CHECKING:
    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.errors import GeneratorError

PACKAGE = "cloud_marketplace_api"
RUNTIME = Path(__file__).parent / "runtime"
PINS = {"openapi-python-client": "0.29.1", "ruff": "0.17.6"}
# Generated code is sorted and freed of unused imports; `--isolated` keeps settings that happen to
# lie around the folder out of the result.
RUFF = (
    "--isolated",
    "--no-cache",
    "--quiet",
    *(
        f"--config={setting}"
        for setting in (
            "line-length=100",
            "target-version='py311'",
            "format.skip-magic-trailing-comma=true",
            "lint.isort.split-on-trailing-comma=false",
        )
    ),
)
# Templates import whatever a module could need. Inside `__init__.py` ruff calls it unsafe to take
# an import away; here it is not, since `__all__` says what is meant to be there.
FIXES = ("check", "--fix", "--unsafe-fixes", "--preview", "--select=F,I")


class Generated(NamedTuple):
    """What a generation did.

    Attributes:
        package: The folder of the package.
        changes: The public names that were added, changed or removed.
        entries: What of it users notice, for the changelog.
    """

    package: Path
    changes: list[NameChange]
    entries: list[ChangelogEntry]


def generate(root: Path, *, force: bool = False) -> Generated:
    """Write the package below `root/generated`, whole or not at all.

    Args:
        root: The folder that holds `spec/` and `generated/`.
        force: Whether edits by hand in the package may be discarded.

    Raises:
        CodegenError: If the spec is broken, the generator warns about anything, or somebody edited
            the package by hand.
    """
    target = root / "generated" / PACKAGE
    with built(root) as fresh:
        old, new = _files(target), _files(fresh)
        edited = [] if force else hand_edits(target, old, new)
        if edited:
            files = ", ".join(edited)
            raise CodegenError(
                f"edited by hand: {files}. Move the edit to spec/ or codegen/runtime/, or discard "
                "it with --force"
            )
        target.parent.mkdir(exist_ok=True)
        # Next to the target, since a rename within one folder is atomic.
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".swap-") as aside:
            shutil.copytree(fresh, Path(aside, "new"))
            _swap(target, Path(aside, "new"), Path(aside, "old"))
        note(target, new)
    changes = api_changes(old, new)
    return Generated(target, changes, entries_of(changes, signatures(new)))


def _swap(target: Path, new: Path, old: Path) -> None:
    """Replace `target` by `new`; `target` moves to `old`, and back if that fails."""
    present = target.exists()
    if present:
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if present:
            old.rename(target)
        raise


def check(root: Path) -> list[str]:
    """Compare the committed package with a fresh one.

    Args:
        root: The folder that holds `spec/` and `generated/`.

    Returns:
        The files that differ, are missing or should not be there, relative to `root`; empty when
        the package is current.

    Raises:
        CodegenError: If a fresh package cannot be made.
    """
    target = root / "generated" / PACKAGE
    with built(root) as fresh:
        wanted, present = _files(fresh), _files(target)
    differing = {
        name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)
    }
    return sorted(f"generated/{PACKAGE}/{name}" for name in differing)


@contextlib.contextmanager
def built(root: Path) -> Iterator[Path]:
    """Build the package in a temporary folder, which is removed afterwards.

    Args:
        root: The folder that holds `spec/`.
    """
    _refuse_other_versions()
    spec = load_spec(root / "spec" / "openapi.yaml")
    with tempfile.TemporaryDirectory(prefix="generate-") as folder:
        package = Path(folder, PACKAGE)
        _run_generator(compile_spec(spec), package, root / "spec")
        _finish(package, spec)
        _tidy(package)
        yield package


def load_spec(path: Path) -> dict[str, Any]:
    """Read the spec.

    Raises:
        CodegenError: If the file is missing, is not YAML, or holds no object.
    """
    try:
        spec, _ = read_yaml(path, path.name)
    except CannotRun as error:
        raise CodegenError(str(error).rstrip(".")) from None
    if not isinstance(spec, dict) or not {"openapi", "info", "paths", "components"} <= spec.keys():
        raise CodegenError(f"{path.name} must have openapi, info, paths and components")
    return spec


def _refuse_other_versions() -> None:
    """Refuse a generator or formatter that would write other text from the same spec."""
    for name, wanted in PINS.items():
        try:
            present = metadata.version(name)
        except metadata.PackageNotFoundError:
            present = "none"
        if present != wanted:
            raise CodegenError(f"{name} {wanted} is needed to generate, found {present}")


def _run_generator(document: dict[str, Any], package: Path, spec: Path) -> None:
    """Run openapi-python-client; any warning of it is a failure."""
    try:
        errors = _errors_of_run(document, package, spec)
    except Exception as error:
        # The generator raises whatever its parts raise, and so do templates.
        raise CodegenError(f"the generator failed: {type(error).__name__}: {error}") from error
    if errors:
        words = f"{errors[0].header} {errors[0].detail or ''}".split()
        raise CodegenError(f"the generator warned: {' '.join(words)}")


def _errors_of_run(document: dict[str, Any], package: Path, spec: Path) -> list[GeneratorError]:
    """Parse the document, and write the package only if there are no warnings."""
    # Imported late: only a build needs the generator, and an installed harness does not have it.
    from openapi_python_client import Project
    from openapi_python_client.config import Config, ConfigFile, MetaType
    from openapi_python_client.parser import GeneratorData

    settings = ConfigFile.load_from_path(spec / "generator.yaml")
    config = Config.from_sources(
        settings, MetaType.NONE, spec, "utf-8", overwrite=False, output_path=package
    )
    data = GeneratorData.from_dict(document, config=config)
    if not isinstance(data, GeneratorData):
        return [data]
    warnings = _warnings(data)
    if warnings:  # templates would fail on what was left out, and hide the reason
        return warnings
    project = Project(openapi=data, config=config, custom_template_path=spec / "templates")
    with contextlib.redirect_stdout(io.StringIO()):
        return list(project.build())


def _warnings(data: GeneratorData) -> list[GeneratorError]:
    """Return the warnings of the parser."""
    collections = data.endpoint_collections_by_tag.values()
    return [*(e for found in collections for e in found.parse_errors), *data.errors]


def _finish(package: Path, spec: dict[str, Any]) -> None:
    """Add what the generator does not write, and remove what the package does not need."""
    for name in ("client.py", "errors.py", "types.py"):
        (package / name).unlink()
    for source in RUNTIME.glob("[!_]*.py"):
        shutil.copyfile(source, package / source.name)
    (package / "py.typed").write_text("", encoding="utf-8")
    (package / "operations.py").write_text(render_table(spec), encoding="utf-8")


def _tidy(package: Path) -> None:
    """Format the package with the formatter of the running interpreter's environment."""
    for command in (FIXES, ("format",)):
        # Run beside the package: inside it, its types.py would hide Python's own.
        arguments = [sys.executable, "-m", "ruff", *command, *RUFF, package.name]
        done = subprocess.run(
            arguments, cwd=package.parent, capture_output=True, text=True, check=False
        )
        if done.returncode:
            output = (done.stderr or done.stdout).strip().splitlines()
            raise CodegenError(
                f"ruff {command[0]} refuses the generated code: {output[0] if output else ''}"
            )


def _files(folder: Path) -> dict[str, bytes]:
    """Return the content of all files of a package except Python's caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
