// One Alias of a dataset for each key.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_alias_key IF NOT EXISTS
FOR (node:Alias) REQUIRE (node.dataset, node.key) IS UNIQUE
