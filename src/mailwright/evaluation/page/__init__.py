"""The page of a report: numbers with intervals, plots, and every draft to be read, the worst first."""

from mailwright.evaluation.page.build import build_page

__all__ = ["build_page"]
