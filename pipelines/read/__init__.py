"""Files to documents: one reader a format, one walk over the input, and a reason for everything that cannot be read."""
