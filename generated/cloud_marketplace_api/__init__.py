"""Models, resources and operations of the Cloud Marketplace API, version 1.15.

Generated from `spec/openapi.yaml`; never edited by hand. It sends nothing itself: resources in
`cloud_marketplace_api.api` build a call and hand it to a sender (`cloud_marketplace_api.protocols`).
"""
