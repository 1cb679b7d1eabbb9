"""Profiles: what is known of organisations at one cut-off, as matrices."""
