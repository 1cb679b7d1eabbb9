// Participations of chosen organisations in chosen projects.
// Parameters: $dataset, $org_ids, $project_ids. Returns: org_ids and ids, in one order.
UNWIND $project_ids AS project_id
MATCH (:Project {dataset: $dataset, project_id: project_id})<-[link:PARTICIPATES_IN]-(organisation:Organisation)
WHERE link.fingerprint IS NOT NULL
WITH collect([organisation.org_id, elementId(link)]) AS pairs
RETURN [pair IN pairs | pair[0]] AS org_ids, [pair IN pairs | pair[1]] AS ids
