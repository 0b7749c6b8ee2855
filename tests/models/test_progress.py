"""Progress: bars where they can be seen, lines where they can be read."""

from __future__ import annotations

import io

from mailwright.models.progress import open_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_one_line_a_tenth() -> None:
    stream = io.StringIO()
    with open_progress(stream) as progress:
        progress.note("fetching")
        for done in range(0, 1001):
            progress.advance("file", done, 1000)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "fetching"
    assert len(lines) == 11
    assert lines[-1] == "file: 100 % of 0.0 MB"


def test_a_file_of_unknown_size_is_no_fault() -> None:
    for stream in (io.StringIO(), Terminal()):
        with open_progress(stream) as progress:
            progress.advance("file", 10, 0)
            progress.advance("file", 20, 0)


def test_a_terminal_gets_a_bar_and_sentences_as_they_are() -> None:
    stream = Terminal()
    with open_progress(stream) as progress:
        progress.note("from [red]here[/red]")
        progress.advance("a[b]c", 500, 1000)
        progress.advance("a[b]c", 1000, 1000)
    assert "from [red]here[/red]" in stream.getvalue()
    assert "a[b]c" in stream.getvalue()
