-- How far each lever had gone toward each ally on each date: a row an act, with the furthest status up to that day.
WITH steps AS (
    SELECT
        e.ally,
        e.actor,
        e.lever,
        e.target,
        coalesce(e.date_start, e.date_end) AS step_on,
        e.status,
        e.stance,
        CASE e.status
            WHEN 'stated' THEN 1
            WHEN 'proposed' THEN 2
            WHEN 'demanded' THEN 3
            WHEN 'threatened' THEN 4
            WHEN 'conditioned' THEN 5
            WHEN 'announced' THEN 6
            WHEN 'enacted' THEN 7
            ELSE 0
        END AS rung,
        e.episode_id,
        e.event_id
    FROM events AS e
    WHERE e.ally IS NOT NULL AND e.granularity = 'act'
)
SELECT
    ally,
    actor,
    lever,
    target,
    step_on,
    status,
    stance,
    rung,
    max(rung) OVER life AS furthest_rung,
    episode_id,
    event_id
FROM steps
WHERE step_on IS NOT NULL
WINDOW life AS (PARTITION BY ally, actor, lever, target ORDER BY step_on, event_id ROWS UNBOUNDED PRECEDING)
ORDER BY ally, actor, lever, target, step_on, event_id
