// The nodes :Description of chosen organisations. All of the dataset are looked at: they are few beside the rest.
// Parameters: $dataset, $org_ids. Returns: ids.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (node:Description {dataset: $dataset})
WHERE node.org_id IN $org_ids AND node.fingerprint IS NOT NULL
RETURN collect(elementId(node)) AS ids
