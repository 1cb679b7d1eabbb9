// One Description of a dataset for each key.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_description_key IF NOT EXISTS
FOR (node:Description) REQUIRE (node.dataset, node.key) IS UNIQUE
