"""Explanations: facts of a pair, in words, with the projects that prove them."""
