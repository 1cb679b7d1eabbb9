// One Merge of a dataset for each key.
// Parameters: none. Returns: nothing.
CREATE CONSTRAINT polegraph_merge_key IF NOT EXISTS
FOR (node:Merge) REQUIRE (node.dataset, node.key) IS UNIQUE
