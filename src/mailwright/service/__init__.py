"""The HTTP service: a Writer behind the seed's route, the native one and those for operation."""

from mailwright.service.app import create_app
from mailwright.service.settings import ServiceSettings

__all__ = ["ServiceSettings", "create_app"]
