"""Everything that changes a project."""
