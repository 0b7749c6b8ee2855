"""Numbers of a request: JSON knows one kind, so 6.0 counts six; true and "6" count nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Count = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int)]
