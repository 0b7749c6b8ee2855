"""Side-by-side measurements: each module prints a table and names the command that made it."""
