// One Need of a dataset for each domain.
// Parameters: none. Returns: nothing.
CREATE CONSTRAINT polegraph_need_key IF NOT EXISTS
FOR (node:Need) REQUIRE (node.dataset, node.domain) IS UNIQUE
