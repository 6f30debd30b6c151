-- Who did what to which ally, when, and how sure the text makes us: the flat table most people want.
SELECT
    e.event_id,
    coalesce(e.date_start, e.date_end) AS event_on,
    e.date,
    e.date_precision,
    e.date_basis,
    e.actor,
    a.name AS actor_name,
    e.lever,
    e.target,
    t.name AS target_name,
    e.ally,
    e.stance,
    e.status,
    e.granularity,
    e.magnitude_value,
    e.magnitude_unit,
    e.confidence,
    e.n_mentions,
    e.n_documents,
    m.evidence,
    d.publisher AS source,
    d.title,
    d.url,
    d.published,
    e.plover_event,
    e.cameo_root
FROM events AS e
JOIN mentions AS m USING (mention_id)
JOIN documents AS d ON d.document_id = m.document_id
JOIN entities AS a ON a.entity = e.actor
JOIN entities AS t ON t.entity = e.target
WHERE e.ally IS NOT NULL
ORDER BY event_on DESC NULLS LAST, e.event_id
