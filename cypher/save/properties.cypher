// Write results as properties of organisations.
// Parameters: $dataset; $org_ids; $values, a map an organisation, null where a property goes.
// Returns: written, the number of organisations.
UNWIND range(0, size($org_ids) - 1) AS i
MATCH (node:Organisation {dataset: $dataset, org_id: $org_ids[i]})
SET node += $values[i]
RETURN count(*) AS written
