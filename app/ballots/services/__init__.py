"""What changes an edition: each module is one moment of its life."""
