// One Fill of a dataset for each key.
// Parameters: none. Returns: nothing.
CREATE CONSTRAINT polegraph_fill_key IF NOT EXISTS
FOR (node:Fill) REQUIRE (node.dataset, node.key) IS UNIQUE
