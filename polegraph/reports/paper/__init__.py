"""The paper for the committee: one document of blocks, and the same words and numbers in five formats."""
