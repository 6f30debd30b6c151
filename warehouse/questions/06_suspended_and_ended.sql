-- Which measures toward allies were suspended or ended, and when?
-- reading: the latest was $lever by $actor on $target, now $stage.
SELECT actor, lever, target, stage, effective_on, suspended_on, ended_on
FROM lives
WHERE suspended_on IS NOT NULL OR ended_on IS NOT NULL
ORDER BY coalesce(ended_on, suspended_on) DESC, actor, lever, target
LIMIT 10
