-- No two coded segments have one id.
SELECT segment_id
FROM coded_segments
GROUP BY segment_id
HAVING count(*) > 1
