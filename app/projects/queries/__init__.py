"""Reading projects."""
