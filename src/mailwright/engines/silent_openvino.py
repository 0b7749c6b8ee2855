"""OpenVINO without its telemetry: the only place that imports it.

``import openvino`` sends an event to Google Analytics, from a process that it forks for the purpose and that may
hang, unless the package ``openvino_telemetry`` cannot be imported; then it takes a stub of its own. Source:
``openvino/tools/ovc/telemetry_utils.py``. Nothing leaves the house, so here it cannot.
"""

from __future__ import annotations

import sys

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # what Python takes for "not installed"

import openvino  # noqa: E402
import openvino_genai  # noqa: E402

__all__ = ["openvino", "openvino_genai"]
