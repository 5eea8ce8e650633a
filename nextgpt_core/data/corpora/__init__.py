"""Builds the training corpora from packages of public registries; the trained product never imports this package."""
