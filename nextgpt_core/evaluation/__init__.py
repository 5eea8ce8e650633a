"""Asks a model a suite of questions and judges what comes back, with recognisers that are no part of it."""
