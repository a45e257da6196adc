"""Intake: files that somebody has become a batch, the batch a version, or nothing at all."""
