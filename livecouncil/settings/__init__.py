"""What a council keeps on its disk, `council.toml` and agendas: read (`load`), looked through (`check`), begun (`scaffold`)."""
