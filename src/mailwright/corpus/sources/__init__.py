"""Sources: where mail and pairs come from; one module a source."""

from mailwright.corpus.sources.aeslc import Aeslc
from mailwright.corpus.sources.aeslc_hub import AeslcHub
from mailwright.corpus.sources.detect import open_mailbox
from mailwright.corpus.sources.files import MailFiles
from mailwright.corpus.sources.imap import Imap
from mailwright.corpus.sources.maildir import Maildir
from mailwright.corpus.sources.mbox import Mbox
from mailwright.corpus.sources.password import Password
from mailwright.corpus.sources.reading import Source, SourceError, Unreadable

__all__ = [
    "Aeslc",
    "AeslcHub",
    "Imap",
    "MailFiles",
    "Maildir",
    "Mbox",
    "Password",
    "Source",
    "SourceError",
    "Unreadable",
    "open_mailbox",
]
