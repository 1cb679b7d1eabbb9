// One Group of a dataset for each group_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_group_key IF NOT EXISTS
FOR (node:Group) REQUIRE (node.dataset, node.group_id) IS UNIQUE
