"""The commands of `marketplace-contracts`, one module a group; `cli.py` starts them."""
