"""Everything that reads projects."""
