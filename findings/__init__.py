"""Findings: from coded segments to tables that people read."""
