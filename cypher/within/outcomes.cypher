// Outcomes of chosen projects.
// Parameters: $dataset, $project_ids. Returns: ids.
UNWIND $project_ids AS project_id
MATCH (:Project {dataset: $dataset, project_id: project_id})-[link:PRODUCED]->(node:Outcome)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(node)) AS ids
