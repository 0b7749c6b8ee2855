"""Models: which bundles there are, where their files come from, and what a bundle folder says of itself."""

from mailwright.models.adapted import Adapted
from mailwright.models.bundle import Bundle
from mailwright.models.cache import home
from mailwright.models.lookup import resolve
from mailwright.models.manifest import Manifest, load_manifest
from mailwright.models.progress import Progress, SilentProgress, open_progress
from mailwright.models.pull import pull
from mailwright.models.registry import DEFAULT, REGISTRY, Entry, bundles_for_language, find_entry, known_models

__all__ = [
    "DEFAULT",
    "REGISTRY",
    "Adapted",
    "Bundle",
    "Entry",
    "Manifest",
    "Progress",
    "SilentProgress",
    "bundles_for_language",
    "find_entry",
    "home",
    "known_models",
    "load_manifest",
    "open_progress",
    "pull",
    "resolve",
]
