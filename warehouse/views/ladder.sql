-- How far each lever had gone, by or toward each ally, on each date: a row an act, with the furthest rung up to that day.
WITH steps AS (
    SELECT
        e.ally,
        CASE WHEN e.ally = e.target THEN 'target' ELSE 'actor' END AS ally_role,
        e.actor,
        e.lever,
        e.target,
        coalesce(e.date_start, e.date_end) AS step_on,
        e.date_precision,
        e.date_basis,
        status,
        e.stance,
        CASE WHEN e.status = 'reversed' THEN 0 ELSE s.rank END AS rung,
        e.episode_id,
        e.event_id
    FROM events AS e
    JOIN statuses AS s USING (status)
    WHERE e.ally IS NOT NULL AND e.granularity = 'act'
)
SELECT
    ally,
    ally_role,
    actor,
    lever,
    target,
    step_on,
    date_precision,
    date_basis,
    status,
    stance,
    rung,
    max(rung) OVER life AS furthest_rung,
    episode_id,
    event_id
FROM steps
WHERE step_on IS NOT NULL
WINDOW life AS (PARTITION BY ally, actor, lever, target, stance ORDER BY step_on, event_id ROWS UNBOUNDED PRECEDING)
ORDER BY ally, actor, lever, target, step_on, event_id
