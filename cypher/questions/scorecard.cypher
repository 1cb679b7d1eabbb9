// en: Indicators of the performance contract
// fr: Indicateurs du contrat de performance
// en-what: The figures of a year that the graph can count by itself, for each pôle: members, labelled projects, outcomes,
//   needs and actions, as polegraph scorecard gives them. A share of fewer than five projects, and what is not on
//   record, stays empty.
// fr-what: Les chiffres d'une année que le graphe peut compter seul, pour chaque pôle : adhérents, projets labellisés,
//   résultats, besoins et actions, comme les donne polegraph scorecard. Une part de moins de cinq projets et ce qui n'est
//   pas renseigné restent vides.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only this pôle; empty for all | fr: seulement ce pôle ; vide pour tous
// param year (integer): the year; one that is not over counts up to the day | fr: l'année ; une année en cours compte
//   jusqu'au jour
// param at (day?): the day on which all of this is seen; empty for today | fr: le jour où l'on regarde ; vide pour
//   aujourd'hui
// returns: pole_id (the pôle); pole (its name); indicator (name of the indicator); value (its value in the year)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';
:param year => 2021;
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
WITH day, CASE WHEN date({year: $year, month: 12, day: 31}) < day THEN date({year: $year, month: 12, day: 31})
  ELSE day END AS last
WITH day, last,
  EXISTS {
    MATCH (p:Project {dataset: $dataset})-[:PRODUCED]->(r:Outcome)
    WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(r.visibility, 'public') IN $audience
  } AS outcomes_known,
  EXISTS {
    MATCH (o:Organisation {dataset: $dataset})-[n:NEEDS]->()
    WHERE coalesce(o.visibility, 'public') IN $audience AND coalesce(n.visibility, 'public') IN $audience
  } AS needs_known,
  EXISTS {
    MATCH (o:Organisation {dataset: $dataset})-[t:TOOK_PART_IN]->()
    WHERE coalesce(o.visibility, 'public') IN $audience AND coalesce(t.visibility, 'public') IN $audience
  } AS actions_known
MATCH (pole:Pole {dataset: $dataset})
WHERE ($pole = '' OR toLower($pole) IN [toLower(pole.pole_id), toLower(pole.name)])
  AND (EXISTS {
    MATCH (pole)<-[:MEMBER_OF]-(o:Organisation) WHERE coalesce(o.visibility, 'public') IN $audience
  } OR EXISTS {
    MATCH (pole)-[:LABELLED]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience
  } OR NOT EXISTS { (pole)-[:MEMBER_OF|LABELLED]-() })
CALL (pole, last) {
  OPTIONAL MATCH (o:Organisation)-[m:MEMBER_OF]->(pole)
  WHERE coalesce(o.visibility, 'public') IN $audience
    AND coalesce(m.since <= last, true) AND coalesce(m.until >= last, true) AND coalesce(o.dissolved > last, true)
  RETURN collect(DISTINCT o) AS members
}
CALL (members, day) {
  UNWIND members AS o
  WITH o WHERE NOT EXISTS {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)
    WHERE coalesce(p.visibility, 'public') IN $audience AND p.year <= $year AND coalesce(p.start <= day, true)
  }
  RETURN count(o) AS without_project
}
CALL (members) {
  UNWIND members AS o
  WITH o WHERE o:LargeGroup
  RETURN count(DISTINCT o.unit) AS groups
}
CALL (members, last, day) {
  UNWIND members AS o
  MATCH (o)-[n:NEEDS]->()
  WHERE coalesce(n.visibility, 'public') IN $audience
  WITH coalesce(n.date <= last, true)
      AND NOT (coalesce(n.status, 'open') IN ['met', 'dropped'] AND coalesce(n.met_on <= last, true)) AS open,
    coalesce(n.met_on.year = $year AND n.met_on <= day, false) AS met
  RETURN count(CASE WHEN open THEN 1 END) AS needs_open, count(CASE WHEN met THEN 1 END) AS needs_met
}
CALL (pole, day) {
  MATCH (pole)-[l:LABELLED]->(p:Project)
  WHERE coalesce(p.visibility, 'public') IN $audience
    AND coalesce(l.date.year, p.year) = $year AND coalesce(l.date <= day, true)
  RETURN count(*) AS labelled
}
CALL (pole, day) {
  OPTIONAL MATCH (pole)-[:LABELLED]->(p:Project)
  WHERE coalesce(p.visibility, 'public') IN $audience AND p.year = $year AND coalesce(p.start <= day, true)
  WITH DISTINCT p
  OPTIONAL MATCH (o:Organisation)-[part:PARTICIPATES_IN]->(p)
  WHERE coalesce(o.visibility, 'public') IN $audience
  WITH p, o, part ORDER BY o.org_id
  WITH p, collect(o) AS partners, head(collect(CASE part.role WHEN 'coordinator' THEN o END)) AS leader
  RETURN count(p) AS started, count(p.funding) AS funding_known, sum(p.funding) AS funding,
    count(CASE WHEN p.funding > 0 THEN 1 END) AS funded,
    count(CASE WHEN any(o IN partners WHERE o:SME) THEN 1 END) AS with_sme,
    count(CASE WHEN any(o IN partners WHERE o.kind = 'lab') THEN 1 END) AS with_lab,
    count(CASE WHEN any(o IN partners WHERE o.kind = 'training_body') THEN 1 END) AS with_training_body,
    count(CASE WHEN leader.unit_size IS NOT NULL OR leader.kind <> 'company' THEN 1 END) AS leader_known,
    count(CASE WHEN leader:SME THEN 1 END) AS led_by_sme
}
CALL (pole, day) {
  MATCH (pole)-[:LABELLED]->(p:Project)-[:PRODUCED]->(r:Outcome)
  WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(r.visibility, 'public') IN $audience
    AND r.date.year = $year AND r.date <= day
  WITH r.kind AS kind, sum(coalesce(r.amount, 1.0)) AS counted, sum(r.amount) AS summed,
    count(*) > count(r.amount) AS unsaid
  RETURN collect({kind: kind, counted: counted, amount: CASE WHEN unsaid AND summed = 0 THEN null ELSE summed END})
    AS results
}
CALL (pole, day) {
  MATCH (o:Organisation {dataset: $dataset})-[t:TOOK_PART_IN]->(a:Action)
  WHERE coalesce(o.visibility, 'public') IN $audience AND coalesce(t.visibility, 'public') IN $audience
    AND t.pole_id = pole.pole_id AND t.date.year = $year AND t.date <= day
  RETURN count(DISTINCT a) AS actions
}
WITH pole, outcomes_known, results, [
  ['members', size(members)],
  ['members_sme', size([o IN members WHERE o:SME])],
  ['members_large', groups],
  ['members_lab', size([o IN members WHERE o.kind = 'lab'])],
  ['members_training_body', size([o IN members WHERE o.kind = 'training_body'])],
  ['members_without_project', without_project],
  ['projects_labelled', labelled],
  ['projects_funded', funded],
  ['funding', CASE WHEN started > 0 AND funding_known = 0 THEN null ELSE funding END],
  ['share_led_by_sme', CASE WHEN leader_known >= 5 THEN toFloat(led_by_sme) / leader_known END],
  ['share_with_sme', CASE WHEN started >= 5 THEN toFloat(with_sme) / started END],
  ['share_with_lab', CASE WHEN started >= 5 THEN toFloat(with_lab) / started END],
  ['share_with_training_body', CASE WHEN started >= 5 THEN toFloat(with_training_body) / started END],
  ['needs_open', CASE WHEN needs_known THEN needs_open END],
  ['needs_met', CASE WHEN needs_known THEN needs_met END],
  ['actions', CASE WHEN actions_known THEN actions END]
] AS counted
UNWIND counted + [one IN [
  ['products', 'product', true], ['processes', 'process', true], ['services', 'service', true],
  ['patents', 'patent', true], ['companies', 'company', true], ['jobs', 'jobs', false],
  ['private_funds', 'private_funds', false]
] | [one[0], CASE WHEN NOT outcomes_known THEN null
  WHEN none(found IN results WHERE found.kind = one[1]) THEN 0
  WHEN one[2] THEN head([found IN results WHERE found.kind = one[1] | found.counted])
  ELSE head([found IN results WHERE found.kind = one[1] | found.amount]) END]] AS row
RETURN pole.pole_id AS pole_id, pole.name AS pole, row[0] AS indicator, toFloat(row[1]) AS value
ORDER BY pole_id, indicator;
