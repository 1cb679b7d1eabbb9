// One Need of a dataset for each domain.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_need_key IF NOT EXISTS
FOR (node:Need) REQUIRE (node.dataset, node.domain) IS UNIQUE
