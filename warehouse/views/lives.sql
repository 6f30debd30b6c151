-- The life of each measure toward an ally: when it was threatened, announced, in force, suspended and ended.
SELECT
    p.ally,
    p.actor,
    p.lever,
    p.target,
    p.stage,
    p.threatened_on,
    p.announced_on,
    p.effective_on,
    p.suspended_on,
    p.ended_on,
    date_diff('day', p.threatened_on, p.effective_on) AS days_from_threat_to_force,
    p.n_events,
    p.episode_id
FROM episodes AS p
WHERE p.ally IS NOT NULL
ORDER BY p.n_events DESC, p.episode_id
