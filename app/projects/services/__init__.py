"""What changes a project file."""
