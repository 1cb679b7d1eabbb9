// Write the relationships :COLLABORATES_WITH that are not there yet, derived from shared projects.
// Parameters: $start and $end, element ids; $fingerprint, $projects, $newman, $first_year, $last_year, a list each.
// Returns: written, the number of relationships.
UNWIND range(0, size($fingerprint) - 1) AS i
MATCH (start) WHERE elementId(start) = $start[i]
MATCH (end) WHERE elementId(end) = $end[i]
CREATE (start)-[:COLLABORATES_WITH {
  fingerprint: $fingerprint[i],
  projects: $projects[i],
  newman: $newman[i],
  first_year: $first_year[i],
  last_year: $last_year[i]
}]->(end)
RETURN count(*) AS written
