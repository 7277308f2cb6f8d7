"""Servers of our own that stand for the services outside: each runs in its own process and outlives what it judges."""

from tests.servers.process import Server

__all__ = ["Server"]
