"""Data quality: what is wrong or missing in the files that a network was read from."""
