"""Who is who: normal forms of names, and who is meant by them."""

from polegraph.identity.names import LEGAL_FORMS, is_siren, name_id, normal_form

__all__ = ["LEGAL_FORMS", "is_siren", "name_id", "normal_form"]
