-- At which rate has the study been audited so far? It is only ever raised.
SELECT max(inclusion_probability)
FROM assignments
