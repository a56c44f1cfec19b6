"""The extra `xlsx`: the rows of a report that is a workbook."""

from cloud_marketplace import Marketplace

with Marketplace.from_env() as mp:
    report = next(r for r in mp.reports.list(format="XLSX") if r.id and r.download_url)
    rows = list(mp.reports.read(report))
assert rows
assert rows[0]["CUSTOMER_NAME"]
