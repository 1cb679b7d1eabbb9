// en: One organisation's card
// fr: La fiche d'une organisation
// en-what: What the graph knows of one organisation, a row a fact.
// fr-what: Ce que le graphe sait d'une organisation, une ligne par fait.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param organisation (organisation): identifier or name of the organisation | fr: identifiant ou nom de l'organisation
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: item (what is said); value (as text); org_id (whom it is about)

:param dataset => 'polegraph';
:param audience => ['public'];
:param organisation => 'ORG-0008';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation {dataset: $dataset})
WHERE $organisation IN [o.org_id, o.name] AND coalesce(o.visibility, 'public') IN $audience
WITH o,
  COLLECT {
    MATCH (o)-[member:MEMBER_OF]->(m:Pole)
    WHERE coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(o.dissolved > day, true)
    RETURN m.name AS name ORDER BY name
  } AS poles,
  COLLECT { MATCH (o)-[:ABOUT]->(t:Theme) RETURN t.label AS label ORDER BY label } AS themes,
  COLLECT {
    MATCH (o)-[asked:NEEDS]->(n:Need)
    WHERE coalesce(asked.status, 'open') IN ['open', 'in_progress']
      AND coalesce(asked.visibility, 'public') IN $audience
    RETURN DISTINCT n.domain AS domain ORDER BY domain
  } AS needs,
  COLLECT {
    MATCH (o)-[offered:OFFERS]->(n:Need)
    WHERE coalesce(offered.status, 'open') IN ['open', 'in_progress']
      AND coalesce(offered.visibility, 'public') IN $audience
    RETURN DISTINCT n.domain AS domain ORDER BY domain
  } AS offers,
  COLLECT { MATCH (o)-[:ALSO_KNOWN_AS]->(a:Alias) RETURN DISTINCT a.name AS name ORDER BY name } AS aliases,
  COLLECT {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)
    WHERE coalesce(p.visibility, 'public') IN $audience
    RETURN p.year
  } AS years,
  COUNT { (o)-[:PARTICIPATES_IN]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience } AS projects,
  COUNT {
    MATCH (o)-[:PARTICIPATES_IN {role: 'coordinator'}]->(p:Project)
    WHERE coalesce(p.visibility, 'public') IN $audience
  } AS coordinated,
  COUNT {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
    WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(partner.visibility, 'public') IN $audience
    RETURN DISTINCT partner
  } AS partners,
  COLLECT {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(l:Organisation:LargeGroup)
    WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(l.visibility, 'public') IN $audience
    RETURN DISTINCT l.unit AS unit ORDER BY unit
  } AS groups
WITH o, [
  ['name', [o.name]], ['kind', [o.kind]], ['size', [o.unit_size]], ['group', [o.group_id]],
  ['also known as', [alias IN aliases WHERE alias <> o.name]], ['SIREN', [o.siren]], ['PIC', [o.pic]], ['ROR', [o.ror]],
  ['country', [o.country]], ['region', [o.region]], ['department', [o.department]], ['city', [o.city]], ['NAF',
    [o.naf]],
  ['dissolved', [toString(o.dissolved)]], ['pôles', poles], ['themes', themes], ['needs', needs], ['offers', offers],
  ['projects', [toString(projects)]], ['coordinated', [toString(coordinated)]],
  ['first year', [toString(reduce(low = null, year IN years | CASE WHEN low < year THEN low ELSE year END))]],
  ['last year', [toString(reduce(high = null, year IN years | CASE WHEN high > year THEN high ELSE year END))]],
  ['partners', [toString(partners)]], ['large groups met', groups]
] AS facts
UNWIND range(0, size(facts) - 1) AS place
WITH o, place, facts[place][0] AS item, [value IN facts[place][1] WHERE value IS NOT NULL] AS value
WHERE size(value) > 0
RETURN item, value, o.org_id AS org_id
ORDER BY place, org_id;
