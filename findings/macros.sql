-- What several tables compute alike.

-- The 95% interval of a share, hits of cases (Wilson 1927): a struct of low and high, NULL without
-- a case.
CREATE TEMP MACRO wilson(hits, cases) AS CASE
    WHEN cases > 0 THEN {
        'low': greatest(0, (
            hits + 1.920729 - 1.959964 * sqrt(hits * (1 - hits / cases) + 0.960365)
        ) / (cases + 3.841459)),
        'high': least(1, (
            hits + 1.920729 + 1.959964 * sqrt(hits * (1 - hits / cases) + 0.960365)
        ) / (cases + 3.841459))
    }
END;

-- A number with its noun: `1 dokument`, `2 dokumenter`.
CREATE TEMP MACRO counted_as(number, one, many) AS
    number || ' ' || CASE WHEN number = 1 THEN one ELSE many END;
