"""Parsers of cells as people write them: amounts, dates, codes, kinds, protection."""
