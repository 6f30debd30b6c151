"""What every row and code means: code lists, tables, dates and identifiers. Imports nothing of ours."""
