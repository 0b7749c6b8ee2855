"""The data card: what a data set holds, as a page one likes to look at."""

from mailwright.corpus.card.write import CARD, write_card

__all__ = ["CARD", "write_card"]
