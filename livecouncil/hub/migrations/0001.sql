-- What every council released, line by line. No foreign key (its lock writes to the log at every line), no second index,
-- no counter of lines: an append is one insert.
create table hub.council (
    council text primary key,
    key text not null,
    added timestamptz not null default now()
);

-- `rev` counts what was changed behind the last line (late openings, deletions), gapless, under the row's lock.
create table hub.meeting (
    council text not null,
    meeting text not null,
    rev bigint not null default 0,
    closed boolean not null default false,
    primary key (council, meeting)
) with (fillfactor = 50);

-- `redacted` is a tombstone: an opening that was deleted never comes back, whoever sends it again.
create table hub.line (
    council text not null,
    meeting text not null,
    n integer not null check (n > 0),
    header bytea not null,
    opening bytea,
    redacted boolean not null default false,
    rev bigint not null default 0,
    primary key (council, meeting, n),
    check (not (redacted and opening is not null))
) with (fillfactor = 90);

-- Heads that the hub signed as a witness, the newest of each meeting.
create table hub.witnessed (
    council text not null,
    meeting text not null,
    size integer not null,
    head text not null,
    signature text not null,
    at timestamptz not null default now(),
    primary key (council, meeting)
);
