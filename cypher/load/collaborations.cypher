// Write the relationships :COLLABORATES_WITH from :Organisation to :Organisation that are not there yet.
// They follow from shared projects.
// Parameters: $start and $end, element ids; one list a column, null where the whole column is unknown; $days, the
// distinct dates, to which the columns of dates point.
// Returns: written, the number of relationships.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MATCH (start) WHERE elementId(start) = $start[i]
MATCH (end) WHERE elementId(end) = $end[i]
CREATE (start)-[link:COLLABORATES_WITH {
  fingerprint: $fingerprint[i],
  projects: $projects[i],
  newman: $newman[i],
  first_year: $first_year[i],
  last_year: $last_year[i]
}]->(end)
RETURN count(*) AS written
