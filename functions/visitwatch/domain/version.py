"""Versions of the product and of the reader; a newer reader reads the archive again."""

VERSION = "0.1.0"
READER = "3"
