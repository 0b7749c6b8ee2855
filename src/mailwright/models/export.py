"""A run folder -> a bundle: weights for every use, a manifest, and a card."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from mailwright.errors import ModelError
from mailwright.models.cache import sha256_of
from mailwright.models.card import write_card
from mailwright.models.convention import ARCHITECTURES as GGUF_ARCHITECTURES
from mailwright.models.facts import Facts, load_facts, model_digest
from mailwright.models.folder import tensors_of_folder
from mailwright.models.lookup import bundle_of_folder
from mailwright.models.manifest import MANIFEST, Manifest
from mailwright.models.product import Product
from mailwright.models.progress import SilentProgress
from mailwright.models.pull import pull
from mailwright.models.quantise import DEFAULT_QUANTISATION, check_quantisation

if TYPE_CHECKING:
    from mailwright.models.adapted import Adapted
    from mailwright.models.bundle import Bundle
    from mailwright.models.progress import Progress

Form = Literal["all", "gguf", "safetensors", "adapter"]
FORMS: Final = get_args(Form)
DEFAULT_RANK: Final = 32


def export_bundle(
    run: Path,
    target: Path,
    *,
    form: Form = "all",
    quantisation: str = DEFAULT_QUANTISATION,
    rank: int = DEFAULT_RANK,
    replace: bool = False,
    progress: Progress | None = None,
) -> Bundle | Adapted:
    """Make the bundle of a run and return it; whole or not at all.

    Args:
        run: a folder with facts.json, see ``Facts``.
        target: the bundle's folder, which is not there yet.
        form: ``safetensors`` (the layout of Hugging Face, in 32 bits where an adapter is merged), ``gguf``,
            ``all`` (both, where the architecture has a GGUF form), or ``adapter`` (the adapter alone, in 16 bits,
            to be merged where it is used; only for a base that is known by name).
        quantisation: of the GGUF file; for ``adapter``, what its user's merged weights will have.
        rank: of the adapter that is made of a model that was trained whole; see ``write_difference``.
        replace: put it in the place of an earlier bundle.
        progress: told what is done.

    Raises:
        ModelError: the run is not whole, its base is not there or is another by now, the form is not to be had,
            or the target is taken.
        OSError: it cannot be written.
    """
    facts, quantisation = load_facts(run), check_quantisation(quantisation)
    _check(facts, target, form, replace=replace)
    progress = progress or SilentProgress()
    base = _base(facts, progress)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as passing:
        made = Path(passing) / "bundle"
        made.mkdir(mode=0o700 if facts.training.data.get("private") else 0o755)
        trained = run / facts.weights
        product = Product(
            facts.name, facts.licence, base, facts.base.name, trained, facts.method == "lora", progress
        )
        manifest = _manifest(facts, product.architecture, _put(product, made, form, quantisation, rank))
        (made / MANIFEST).write_text(manifest.model_dump_json(indent=2, exclude_none=True) + "\n", encoding="utf-8")
        write_card(made, manifest)
        if target.exists():
            target.rename(Path(passing) / "earlier")
        made.rename(target)
    return bundle_of_folder(target)


def _put(product: Product, made: Path, form: Form, quantisation: str, rank: int) -> dict[str, Any]:
    """Make the files, and return what the manifest says of the one to be served."""
    if form == "adapter":
        path = product.put_adapter(made, rank)
        return {"quantisation": quantisation, "adapter": path.name, "adapter_sha256": sha256_of(path)}
    has_gguf = product.architecture in GGUF_ARCHITECTURES
    whole = made
    if form == "gguf":
        if not has_gguf:
            raise ModelError(
                f"models of the type {product.architecture} have no GGUF form here: choose safetensors"
            )
        whole = made.with_name("whole")
        whole.mkdir()
    if form != "gguf" or product.needs_torch_for_gguf:
        path = product.put_safetensors(whole)
        kind = " and ".join(sorted({stored.dtype for stored in tensors_of_folder(whole).values()}))
    if has_gguf and form != "safetensors":
        path, kind = product.put_gguf(made, quantisation, whole), quantisation
    return {"quantisation": kind, "weights": path.name, "weights_sha256": sha256_of(path)}


def _manifest(facts: Facts, architecture: str, served: dict[str, Any]) -> Manifest:
    kept = (
        "name",
        "title",
        "version",
        "base",
        "prompt_format",
        "languages",
        "licence",
        "context_length",
        "metrics",
    )
    training = facts.training.model_copy(update={"method": facts.method})
    return Manifest(
        **{name: getattr(facts, name) for name in kept}, training=training, architecture=architecture, **served
    )


def _base(facts: Facts, progress: Progress) -> Path:
    if facts.base_path is None:
        path = pull(facts.base.name, progress=progress).weights
    else:
        path = Path(facts.base_path).expanduser()
    actual = model_digest(path)
    if actual != facts.base.sha256:
        raise ModelError(
            f"the run began from {facts.base.name} with sha256 {facts.base.sha256}, but {path} has {actual}: "
            "what was trained fits no other"
        )
    return path


def _check(facts: Facts, target: Path, form: str, *, replace: bool) -> None:
    if form not in FORMS:
        raise ModelError(f"the form {form!r} is none: choose one of {', '.join(FORMS)}")
    if form == "adapter" and facts.base_path is not None:
        raise ModelError(
            f"the base {facts.base.name} is not one that mailwright knows by name, so nobody could merge the "
            "adapter: choose another form"
        )
    if target.exists() and not (replace and (target / MANIFEST).exists()):
        way = "remove it or give another folder" if replace else "give another folder, or say that it is replaced"
        raise ModelError(f"{target} is there already: {way}")
