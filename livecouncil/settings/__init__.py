"""What a council keeps on its disk, `council.toml` and agendas: read by `load`, checked by `check`, begun by `scaffold`."""
