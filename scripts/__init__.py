"""Programs of the workshop: start everything, check everything, keep the translations."""
