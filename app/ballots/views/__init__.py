"""The screens of the residents' votes."""
