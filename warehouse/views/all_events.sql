-- Every event with names, best evidence and its source in one flat row; alliance_events keeps those that concern an ally.
SELECT
    e.event_id,
    e.episode_id,
    coalesce(e.date_start, e.date_end) AS event_on,
    e.date,
    e.date_start,
    e.date_end,
    e.date_precision,
    e.date_basis,
    e.actor,
    a.name AS actor_name,
    e.actor_relation,
    e.lever,
    l.title AS lever_name,
    l.family AS lever_family,
    e.target,
    t.name AS target_name,
    e.target_relation,
    e.ally,
    e.stance,
    e.status,
    e.granularity,
    e.magnitude_value,
    e.magnitude_unit,
    e.confidence,
    e.n_mentions,
    e.n_documents,
    e.n_publishers,
    e.first_reported,
    e.last_reported,
    m.evidence,
    m.evidence_sha256,
    e.mention_id,
    m.document_id,
    m.source_key,
    m.evidence_start,
    m.evidence_end,
    d.publisher AS source,
    d.title,
    d.url,
    d.published,
    d.rights_code,
    e.plover_event,
    e.plover_mode,
    e.cameo_root
FROM events AS e
JOIN mentions AS m USING (mention_id)
JOIN documents AS d ON d.document_id = m.document_id
JOIN entities AS a ON a.entity = e.actor
JOIN entities AS t ON t.entity = e.target
JOIN levers AS l ON l.lever = e.lever
ORDER BY event_on, e.event_id
