// One Organisation of a dataset for each org_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_organisation_key IF NOT EXISTS
FOR (node:Organisation) REQUIRE (node.dataset, node.org_id) IS UNIQUE
