"""A person's own workbook with its errors marked: the cells, notes and list of corrections."""
