"""A password that is asked for once, kept in memory, and never shown."""

from __future__ import annotations

import os
from collections.abc import Callable

from mailwright.corpus.sources.reading import SourceError


class Password:
    """A secret that is fetched when it is first needed; it prints as stars."""

    def __init__(self, fetch: Callable[[], str]) -> None:
        self._fetch = fetch
        self._secret: str | None = None

    @classmethod
    def from_environment(cls, variable: str) -> Password:
        """Return the password that an environment variable holds.

        Raises:
            SourceError: at ``reveal``, if the variable is not set or empty.
        """

        def fetch() -> str:
            secret = os.environ.get(variable, "")
            if not secret:
                raise SourceError(
                    f"the environment variable {variable} holds no password: set it, or use the prompt"
                )
            return secret

        return cls(fetch)

    @classmethod
    def from_prompt(cls, question: str) -> Password:
        """Return the password that is typed at the terminal, unseen.

        Raises:
            SourceError: at ``reveal``, if there is no terminal or nothing was typed.
        """

        def fetch() -> str:
            from getpass import GetPassWarning, getpass
            from warnings import catch_warnings, simplefilter

            try:
                with catch_warnings():
                    simplefilter("error", GetPassWarning)  # rather no password than one that is seen
                    secret = getpass(question)
            except (EOFError, GetPassWarning, OSError) as error:
                raise SourceError(
                    "no terminal to ask for the password: put it into an environment variable"
                ) from error
            if not secret:
                raise SourceError("no password was typed")
            return secret

        return cls(fetch)

    def reveal(self) -> str:
        """Return the password itself."""
        if self._secret is None:
            self._secret = self._fetch()
        return self._secret

    def __repr__(self) -> str:
        return "Password(***)"
