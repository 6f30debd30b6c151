-- With what do allies answer the United States, and how often?
-- reading: the commonest answer is $lever by $ally, in $events events ($pressure with pressure, $support with support).
SELECT
    ally,
    lever,
    count(*) AS events,
    count(*) FILTER (stance = 'pressure') AS pressure,
    count(*) FILTER (stance = 'support') AS support
FROM alliance_events
WHERE actor = ally AND target = 'USA'
GROUP BY ALL
ORDER BY events DESC, ally, lever
LIMIT 10
