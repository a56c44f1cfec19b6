"""The contract harness of the Marketplace API: simulator, checks, cassettes, reports."""
