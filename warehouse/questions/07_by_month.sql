-- How did pressure and support of the United States toward allies move month by month?
-- reading: the month with most pressure was $month: $pressure acts of pressure, $support of support.
SELECT
    CAST(date_trunc('month', event_on) AS DATE) AS month,
    count(*) FILTER (stance = 'pressure') AS pressure,
    count(*) FILTER (stance = 'support') AS support
FROM alliance_events
WHERE actor = 'USA' AND granularity = 'act' AND event_on IS NOT NULL
GROUP BY ALL
ORDER BY pressure DESC, month
LIMIT 12
