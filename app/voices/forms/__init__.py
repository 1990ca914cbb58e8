"""The forms of what is said, of questions and of answers."""
