-- Which passages stand behind the number of positive segments of a cell? Every number of the findings
-- is a count of rows of coded_segments.
SELECT document, speaker, quote, source, status, score, segment_id
FROM coded_segments
WHERE group_id = 'vann' AND code = 'trinn5' AND valence = 'positive' AND status <> 'rejected'
ORDER BY source = 'human' DESC, score DESC
