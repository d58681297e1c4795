"""The council's key, the heads it signs, and how one key follows another."""
