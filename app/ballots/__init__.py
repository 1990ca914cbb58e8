"""Residents' votes: from the list of projects to an outcome that anyone can recompute.

`rules` counts (pure: exact integers, no database, no framework); `pabulib_contest` turns a Pabulib file into what it
counts; `cli` is the command `flask ballots`.
"""
