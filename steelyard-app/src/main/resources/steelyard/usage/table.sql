-- Every event, those that cannot be counted among them; `status` tells which. A meter that few logs count gets a column
-- when a file has one.
CREATE TABLE usage_rows (
    file INTEGER, line BIGINT,
    status VARCHAR,          -- ok | duplicate | unreadable | no_counts
    problem VARCHAR,         -- why, where the status is not ok
    micros BIGINT, micros_end BIGINT, zoneless BOOLEAN,
    assumed BOOLEAN,         -- whether the time is that of the file
    provider VARCHAR, model VARCHAR, region VARCHAR, service VARCHAR,
    person VARCHAR, team VARCHAR, task VARCHAR, calls BIGINT,
    input BIGINT, cache_read BIGINT, cache_write BIGINT, cache_write_5m BIGINT, cache_write_1h BIGINT,
    output BIGINT, reasoning BIGINT,
    audio_input BIGINT, audio_cache_read BIGINT, audio_output BIGINT, image_input BIGINT, image_output BIGINT,
    web_search BIGINT,
    recorded DOUBLE
);
