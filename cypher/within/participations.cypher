// Participations of chosen organisations in chosen projects.
// Parameters: $dataset, $org_ids, $project_ids. Returns: org_ids and ids, in one order.
UNWIND $project_ids AS project_id
MATCH (chosen:Project {dataset: $dataset, project_id: project_id})
USING INDEX chosen:Project(dataset, project_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)<-[link:PARTICIPATES_IN]-(organisation)
WHERE link.fingerprint IS NOT NULL
WITH collect([organisation.org_id, elementId(link)]) AS pairs
RETURN [pair IN pairs | pair[0]] AS org_ids, [pair IN pairs | pair[1]] AS ids
