"""From sources to a data set folder: pairs, mails, and data sets mixed."""
