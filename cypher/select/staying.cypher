// The organisations that stay when projects are chosen: those in them, members of a pôle, and those without any project.
// Parameters: $dataset; $seen, visibilities, or null for all; $day, on which members are; $project_ids, the chosen projects. Returns: org_ids.
MATCH (organisation:Organisation {dataset: $dataset})
WHERE organisation.fingerprint IS NOT NULL
  AND ($seen IS NULL OR coalesce(organisation.visibility, 'public') IN $seen)
  AND (
    EXISTS {
      MATCH (organisation)-[member:MEMBER_OF]->(:Pole)
      WHERE member.fingerprint IS NOT NULL
        AND (member.since IS NULL OR member.since <= $day)
        AND (member.until IS NULL OR member.until >= $day)
        AND (organisation.dissolved IS NULL OR organisation.dissolved > $day)
    }
    OR NOT EXISTS {
      MATCH (organisation)-[part:PARTICIPATES_IN]->(project:Project)
      WHERE part.fingerprint IS NOT NULL AND ($seen IS NULL OR coalesce(project.visibility, 'public') IN $seen)
    }
  )
RETURN organisation.org_id AS org_id
UNION
UNWIND $project_ids AS project_id
MATCH (chosen:Project {dataset: $dataset, project_id: project_id})
USING INDEX chosen:Project(dataset, project_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)<-[part:PARTICIPATES_IN]-(organisation)
WHERE part.fingerprint IS NOT NULL AND ($seen IS NULL OR coalesce(organisation.visibility, 'public') IN $seen)
RETURN organisation.org_id AS org_id
