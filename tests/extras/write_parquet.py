"""The extra `parquet`: a list as a file that pyarrow reads."""

import os
from pathlib import Path

import pyarrow.parquet
from cloud_marketplace.cli import main

file = Path(os.environ["EXTRAS_FOLDER"]) / "plans.parquet"
assert main(["plans", "list", "--format", "parquet", "--output", str(file)]) == 0
found = pyarrow.parquet.read_metadata(file)
assert found.num_rows
