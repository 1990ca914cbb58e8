"""What changes an edition, its roll, its ballots."""
