-- How often each lever was used by or toward each ally, by stance.
SELECT
    e.ally,
    n.name AS ally_name,
    e.lever,
    count(*) AS events,
    count(*) FILTER (e.stance = 'pressure') AS pressure,
    count(*) FILTER (e.stance = 'support') AS support,
    count(*) FILTER (e.stance = 'neutral') AS neutral
FROM events AS e
JOIN entities AS n ON n.entity = e.ally
WHERE e.ally IS NOT NULL
GROUP BY ALL
ORDER BY events DESC, e.ally, e.lever
