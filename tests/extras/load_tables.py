"""The extra `dlt`: orders into DuckDB, twice; the second run doubles nothing."""

import datetime as dt
import os

import dlt
from cloud_marketplace import Marketplace
from cloud_marketplace.dlt import marketplace

folder = os.environ["EXTRAS_FOLDER"]
dlt.config["runtime.dlthub_telemetry"] = False
pipeline = dlt.pipeline(
    "extras",
    pipelines_dir=f"{folder}/pipelines",
    destination=dlt.destinations.duckdb(f"{folder}/tables.duckdb"),
    dataset_name="raw",
)
QUERIES = ("FROM orders", "FROM subscriptions", "FROM subscriptions__products")


def count() -> tuple[int, ...]:
    """Load the tables; return how many rows each has."""
    with Marketplace.from_env() as mp:
        source = marketplace(mp, start=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        pipeline.run(source.with_resources("orders", "subscriptions"))
    with pipeline.sql_client() as warehouse:
        return tuple(len(warehouse.execute_sql(query) or ()) for query in QUERIES)


first = count()
assert all(first)
assert count() == first
