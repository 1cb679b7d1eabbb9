// One Project of a dataset for each project_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_project_key IF NOT EXISTS
FOR (node:Project) REQUIRE (node.dataset, node.project_id) IS UNIQUE
