// Write the relationships :TOOK_PART_IN from :Organisation to :Action that are not there yet.
// Parameters: $start and $end, element ids; one list a column, null where the whole column is unknown; $days, the
// distinct dates, to which the columns of dates point; $own, null where no own columns follow (own/).
// Returns: written, the number of relationships; ids, their element ids, if $own says that they are needed.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MATCH (start) WHERE elementId(start) = $start[i]
MATCH (end) WHERE elementId(end) = $end[i]
CREATE (start)-[link:TOOK_PART_IN {
  fingerprint: $fingerprint[i],
  pole_id: $pole_id[i],
  kind: $kind[i],
  date: $days[$date[i]],
  domain: $domain[i],
  title: $title[i],
  visibility: $visibility[i],
  source: $source[i]
}]->(end)
RETURN count(*) AS written, collect(CASE WHEN $own IS NOT NULL THEN elementId(link) END) AS ids
