// The organisations of a region that stay when projects are chosen.
// Parameters: $dataset; $seen, visibilities that the audience may see; $programmes; $themes; $first and $last year; null asks for nothing.
// Also $regions, names; $day, on which members are. Returns: org_ids.
MATCH (organisation:Organisation {dataset: $dataset})
WHERE organisation.fingerprint IS NOT NULL AND organisation.region IN $regions AND ($seen IS NULL OR coalesce(organisation.visibility, 'public') IN $seen)
WITH organisation, EXISTS {
  MATCH (organisation)-[part:PARTICIPATES_IN]->(project:Project)
  WHERE part.fingerprint IS NOT NULL
    AND ($seen IS NULL OR coalesce(project.visibility, 'public') IN $seen)
    AND ($programmes IS NULL OR project.programme IN $programmes)
    AND ($first IS NULL OR project.year >= $first)
    AND ($last IS NULL OR project.year <= $last)
    AND ($themes IS NULL OR EXISTS {
      MATCH (project)-[about:ABOUT]->(theme:Theme)
      WHERE about.fingerprint IS NOT NULL AND theme.theme_id IN $themes
    })
} AS takes_part
WHERE takes_part
  OR EXISTS {
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
RETURN collect(organisation.org_id) AS org_ids
