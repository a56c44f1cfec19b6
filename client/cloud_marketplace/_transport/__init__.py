"""The network: the only package that imports httpx, and the two run loops."""
