-- What the coder learnt from people's decisions, and whether it was the better for it.

CREATE TABLE trainings (
    training_id VARCHAR PRIMARY KEY,
    seq BIGINT NOT NULL DEFAULT nextval('event_seq'),
    trained_at TIMESTAMP NOT NULL,
    model_version VARCHAR NOT NULL,
    compared_with VARCHAR NOT NULL,
    decisions INTEGER NOT NULL,
    last_decision_seq BIGINT NOT NULL,
    f1_difference DOUBLE,
    f1_low DOUBLE,
    f1_high DOUBLE,
    valence_difference DOUBLE,
    valence_low DOUBLE,
    valence_high DOUBLE,
    promoted BOOLEAN NOT NULL
);
COMMENT ON TABLE trainings IS
    'One row a training on decisions, only ever appended to, times in UTC. decisions: how many were learnt from; last_decision_seq: the last that it knew of; differences: this model less the one compared with on the test documents, with the bounds of a 90% interval, none where there was nothing new to learn, or training failed';
