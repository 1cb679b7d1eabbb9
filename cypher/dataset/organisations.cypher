// The identifiers of all organisations of a dataset, of those too that were merged into others.
// Parameters: $dataset. Returns: org_id.
MATCH (node:Organisation {dataset: $dataset})
RETURN node.org_id AS org_id
UNION
MATCH (merge:Merge {dataset: $dataset})
RETURN merge.org_id AS org_id
