"""MIME: from the bytes of a message to its text and the few headers that matter, whatever is wrong with them."""
