-- How many decisions and reviews has no training known of?
SELECT count(*)
FROM (SELECT seq FROM decisions UNION ALL SELECT seq FROM reviews)
WHERE seq > (SELECT coalesce(max(last_decision_seq), 0) FROM trainings)
