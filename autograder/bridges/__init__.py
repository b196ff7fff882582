"""Front doors: what other tools give to the engine and take from it. Each is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class BridgeError(Exception):
    """A tool that is not there, or refuses, or a file of one that is not what it should be; one line: what, where, what to do."""


def bridge(name: str) -> Any:
    """The module of that bridge. Raises BridgeError where its tool is not installed."""
    try:
        return import_module(f"autograder.bridges.{name}")
    except ModuleNotFoundError as error:
        tool = (error.name or name).split(".")[0]
        raise BridgeError(f"{tool} is not installed, and the bridge to it needs it; run: make bridges") from None
