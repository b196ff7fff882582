"""Bridges to other tools. Each is imported only when it is asked for, since its tool may not be installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from autograder.errors import Refused


def bridge(name: str) -> Any:
    """Return the module of a bridge. Raises Refused where its tool is not installed."""
    try:
        return import_module(f"autograder.bridges.{name}")
    except ModuleNotFoundError as error:
        tool = (error.name or name).split(".")[0]
        raise Refused(f"{tool} is not installed, and the bridge to it needs it; run: make bridges") from None
