-- How far each lever has gone toward each ally: the latest act of each status, furthest status first.
SELECT
    e.ally,
    e.actor,
    e.lever,
    e.status,
    count(*) AS events,
    min(coalesce(e.date_start, e.date_end)) AS first_on,
    max(coalesce(e.date_start, e.date_end)) AS last_on
FROM events AS e
WHERE e.ally IS NOT NULL AND e.granularity = 'act'
GROUP BY ALL
ORDER BY e.ally, e.actor, e.lever, last_on, e.status
