"""How the reader of free text was fitted: ``python -m bench.reader`` writes its weights anew."""
