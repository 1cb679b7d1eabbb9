"""Storage of networks: dataset folders (Parquet) and Neo4j."""
