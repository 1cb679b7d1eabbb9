"""Cells as people write them: amounts, dates, codes, kinds, protection."""
