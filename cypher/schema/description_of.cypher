// Descriptions by the organisation that they are of, to read those of a part of a dataset.
// Parameters: none. Returns: nothing.
CREATE INDEX polegraph_description_of IF NOT EXISTS
FOR (node:Description) ON (node.dataset, node.org_id)
