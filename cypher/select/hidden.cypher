// How much the audience may not see.
// Parameters: $dataset; $seen, visibilities that it may see. Returns: organisations, projects, rows (of other tables).
CALL () {
  MATCH (organisation:Organisation {dataset: $dataset})
  WHERE organisation.fingerprint IS NOT NULL AND NOT coalesce(organisation.visibility, 'public') IN $seen
  RETURN count(organisation) AS organisations
}
CALL () {
  MATCH (project:Project {dataset: $dataset})
  WHERE project.fingerprint IS NOT NULL AND NOT coalesce(project.visibility, 'public') IN $seen
  RETURN count(project) AS projects
}
CALL () {
  MATCH (outcome:Outcome {dataset: $dataset})
  WHERE outcome.fingerprint IS NOT NULL AND NOT coalesce(outcome.visibility, 'public') IN $seen
  RETURN count(outcome) AS outcomes
}
CALL () {
  MATCH (:Organisation {dataset: $dataset})-[link:NEEDS|OFFERS|TOOK_PART_IN]->()
  WHERE link.fingerprint IS NOT NULL AND NOT coalesce(link.visibility, 'public') IN $seen
  RETURN count(link) AS links
}
RETURN organisations, projects, outcomes + links AS rows
