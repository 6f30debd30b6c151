-- Events with group targets expanded to the members on the event's date (undated: today's members); any other target as it is.
SELECT
    e.event_id,
    e.actor,
    e.lever,
    coalesce(m.member, e.target) AS country,
    n.kind,
    e.target,
    m.member IS NOT NULL AS is_expanded,
    e.stance,
    e.status,
    e.date_start,
    e.date_end
FROM events AS e
LEFT JOIN memberships AS m
    ON m."group" = e.target
    AND (m."from" = '' OR coalesce(CAST(m."from" AS DATE) <= coalesce(e.date_start, e.date_end), true))
    AND (m."to" = '' OR coalesce(CAST(m."to" AS DATE) >= coalesce(e.date_end, e.date_start), false))
    AND m.member <> e.actor
JOIN entities AS n ON n.entity = coalesce(m.member, e.target)
ORDER BY e.event_id, country
