// Chosen organisations.
// Parameters: $dataset, $org_ids. Returns: ids.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND $org_ids AS org_id
MATCH (node:Organisation {dataset: $dataset, org_id: org_id})
USING INDEX node:Organisation(dataset, org_id)
RETURN collect(elementId(node)) AS ids
