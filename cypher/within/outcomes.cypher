// The nodes :Outcome of chosen projects.
// Parameters: $dataset, $project_ids. Returns: ids.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND $project_ids AS project_id
MATCH (chosen:Project {dataset: $dataset, project_id: project_id})
USING INDEX chosen:Project(dataset, project_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)-[link:PRODUCED]->(node)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(node)) AS ids
