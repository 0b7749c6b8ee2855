"""``mailwright data mailbox``: one's own mail -> a data set that stays one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from mailwright.cli.data.options import DEFAULT_OPTIONS, MailOptions, make_from_mail
from mailwright.cli.usage import UsageError

if TYPE_CHECKING:
    from mailwright.corpus.sources.reading import Source

SCHEMES = ("imap", "imaps")


def make_from_mailbox(
    *places: str,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    me: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = (),
    everyone: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    password_env: Annotated[str, Parameter(show_default=False)] = "",
    certificates: Path | None = None,
    options: MailOptions = DEFAULT_OPTIONS,
) -> int:
    """Make a private data set from one's own mail; nothing leaves this machine, the folder is for its owner only.

    Args:
        places: mbox files (Gmail's Takeout too), Maildirs, folders of .eml and .msg, such files, or IMAP folders
            as imaps://user@host/Folder (imap:// begins without TLS and then turns it on; on this machine it may
            do without).
        out: the folder of the data set; one that lies there is replaced.
        me: an address of yours, once for each: only mails from it are learnt.
        everyone: learn from mails of all senders.
        password_env: the environment variable that holds the IMAP password; it is asked for if not given.
        certificates: a file of certificates in PEM to trust instead of the system's.
    """
    options.check()
    if not places:
        raise UsageError("no mailbox is named: give a path, such as Sent.mbox, or imaps://user@host/Sent")
    own = tuple(address.strip().lower() for address in me)
    wrong = [address for address in own if "@" not in address]
    if wrong:
        raise UsageError(f"--me {wrong[0]!r} is no address: write it like ana@example.com")
    if not own and not everyone:
        raise UsageError("whose mails are to be learnt? name yourself: --me ana@example.com (or --everyone)")
    from mailwright.corpus.cleaning import CleaningConfig

    owner = own[0] if own else ""
    sources = _named_apart([_source(place, owner, password_env, certificates) for place in places])
    cleaning = CleaningConfig(authors=() if everyone else own)
    # One's own words are right, whether a lexicon has them or not.
    own_words = {"known_words": False}
    return make_from_mail("mailbox", sources, out, options, cleaning, private=True, extraction=own_words)


def _source(place: str, owner: str, password_env: str, certificates: Path | None) -> "Source":
    if place.partition("://")[0].lower() in SCHEMES and "://" in place:
        from mailwright.cli.data.imap_url import imap_source

        return imap_source(place, owner=owner, password_env=password_env, certificates=certificates)
    from mailwright.corpus.sources.detect import open_mailbox

    return open_mailbox(Path(place), owner=owner)


def _named_apart(sources: "list[Source]") -> "tuple[Source, ...]":
    """Return the sources, those that have a name before them under one with a number."""
    from dataclasses import replace

    taken: set[str] = set()
    named = []
    for source in sources:
        name, number = source.name, 1
        while name in taken:
            number += 1
            name = f"{source.name}-{number}"
        taken.add(name)
        named.append(source if name == source.name else replace(source, name=name))  # type: ignore[type-var]
    return tuple(named)
