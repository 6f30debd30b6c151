-- Acts by month, lever and stance; an act is counted in the month of its first possible day, else of its document.
SELECT
    CAST(date_trunc('month', coalesce(date_start, date_end)) AS DATE) AS month,
    lever,
    stance,
    count(*) AS events
FROM events
WHERE granularity = 'act' AND coalesce(date_start, date_end) IS NOT NULL
GROUP BY ALL
ORDER BY month, lever, stance
