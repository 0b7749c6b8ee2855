"""The data card: what a data set holds, as a page one likes to look at."""
