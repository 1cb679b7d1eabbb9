// The themes of chosen projects.
// Parameters: $dataset, $project_ids. Returns: ids.
UNWIND $project_ids AS project_id
MATCH (:Project {dataset: $dataset, project_id: project_id})-[link:ABOUT]->(:Theme)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
