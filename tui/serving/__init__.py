"""Serving the world to other programs on the loopback interface: listeners with a thread of their own.

The protocols are in `store.rest`, without sockets; here are sockets, TLS, time limits and files. Nothing is
served unless somebody asks, and nothing beyond 127.0.0.1.
"""
