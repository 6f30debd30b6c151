-- The life of each measure toward an ally: when it was threatened, announced, in force, suspended and ended.
SELECT
    p.ally,
    p.actor,
    p.lever,
    p.target,
    p.stage,
    p.threatened_on,
    p.threatened_precision,
    p.announced_on,
    p.announced_precision,
    p.effective_on,
    p.effective_precision,
    p.suspended_on,
    p.suspended_precision,
    p.ended_on,
    p.ended_precision,
    CASE
        WHEN p.threatened_precision = 'day' AND p.effective_precision = 'day' AND p.effective_on >= p.threatened_on
        THEN date_diff('day', p.threatened_on, p.effective_on)
    END AS days_from_threat_to_force,
    p.n_events,
    p.episode_id
FROM episodes AS p
WHERE p.ally IS NOT NULL
ORDER BY p.n_events DESC, p.episode_id
