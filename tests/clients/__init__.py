"""Checks with other people's clients: those of Azure in environments of their own, and those of TLS.

`python -m tests.clients sdk|az|hosts`. They are no part of the suite: the SDKs take some 100 MB, the Azure
CLI 700.
"""
