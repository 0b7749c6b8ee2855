"""Replies: what a mail's author wrote, apart from what is quoted, signed and appended."""

from mailwright.corpus.replies.split import Parts, split_reply

__all__ = ["Parts", "split_reply"]
