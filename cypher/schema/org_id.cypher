// Organisations by identifier alone, for people who write queries.
// Parameters: none. Returns: nothing.
CREATE INDEX polegraph_org_id IF NOT EXISTS
FOR (node:Organisation) ON (node.org_id)
