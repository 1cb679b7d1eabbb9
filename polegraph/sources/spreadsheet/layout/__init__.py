"""Layout of sheets: the table of a sheet, the places of its columns, and its records."""
