"""The two databases every test runs on."""
