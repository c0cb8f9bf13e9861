-- The months that fix the middle and the limits of a figure at one place. An empty urn and group is the trust.
-- Nothing but a person puts one here or takes one away; "written" keeps who did and when.
CREATE TABLE baseline (
    indicator VARCHAR NOT NULL,
    urn VARCHAR NOT NULL,
    "group" VARCHAR NOT NULL,
    first VARCHAR NOT NULL,
    last VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    locked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (indicator, urn, "group")
);
