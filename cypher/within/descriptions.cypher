// The nodes :Description of chosen organisations.
// Parameters: $dataset, $org_ids. Returns: ids.
UNWIND $org_ids AS org_id
MATCH (node:Description {dataset: $dataset, org_id: org_id})
USING INDEX node:Description(dataset, org_id)
WHERE node.fingerprint IS NOT NULL
RETURN collect(elementId(node)) AS ids
