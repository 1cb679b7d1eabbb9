// The labels of chosen projects.
// Parameters: $dataset, $project_ids. Returns: ids.
UNWIND $project_ids AS project_id
MATCH (:Project {dataset: $dataset, project_id: project_id})<-[link:LABELLED]-(:Pole)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
