"""Dataset folders: Parquet tables and a datapackage, written whole or not at all."""
