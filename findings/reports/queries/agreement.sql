-- How far do coders agree? The pairs that judged most first.
FROM agreement
ORDER BY max(sentences) OVER (PARTITION BY coder_a, coder_b) DESC, coder_a, coder_b
LIMIT $agreements
