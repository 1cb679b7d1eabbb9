"""Publishers' files in, checked networks out: one module a publisher."""
