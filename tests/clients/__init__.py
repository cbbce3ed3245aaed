"""Checks with the real clients of Azure, in environments of their own: `python -m tests.clients sdk|az`.

They are no part of the suite: the SDKs take some 100 MB, the Azure CLI 700.
"""
