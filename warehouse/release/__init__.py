"""One immutable folder a version: tables, database, manifest, checksums. Pointers move last."""
