-- Who did what to which ally, when, and how sure the text makes us: the flat table most people want.
SELECT * FROM all_events WHERE ally IS NOT NULL ORDER BY event_on DESC NULLS LAST, event_id
