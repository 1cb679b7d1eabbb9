// Write suggestions as relationships.
// Parameters: $dataset; $rows, lists of org_id, suggested_id and a map of properties.
// Returns: written, the number of relationships.
UNWIND $rows AS row
MATCH (start:Organisation {dataset: $dataset, org_id: row[0]})
MATCH (end:Organisation {dataset: $dataset, org_id: row[1]})
CREATE (start)-[link:SUGGESTED]->(end)
SET link = row[2]
RETURN count(*) AS written
