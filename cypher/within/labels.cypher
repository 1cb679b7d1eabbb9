// The relationships :LABELLED of chosen projects from :Pole.
// Parameters: $dataset, $project_ids. Returns: ids.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND $project_ids AS project_id
MATCH (chosen:Project {dataset: $dataset, project_id: project_id})
USING INDEX chosen:Project(dataset, project_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)<-[link:LABELLED]-()
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
