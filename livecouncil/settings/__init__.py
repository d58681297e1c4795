"""What a council keeps on its disk, `council.toml` and agendas: `load` reads, `check` checks, `scaffold` begins."""
