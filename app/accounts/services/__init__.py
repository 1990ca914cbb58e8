"""What changes in accounts: signing in, one's own account, acting for a resident, roles."""
