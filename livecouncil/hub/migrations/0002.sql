-- What a council publishes beside its lines: statements of its keys, documents of motions, the meetings it announces.
-- `at` is the moment it was signed for; where something is taken off, its row stays without content, so that an older
-- copy that is sent again does not come back.
create table hub.file (
    council text not null,
    path text not null,
    at bigint not null,
    sha256 text not null,
    content bytea,
    primary key (council, path)
);
alter table hub.file alter column content set storage external;

-- By which key the hub signed.
alter table hub.witnessed add column key text not null default '';
