"""Corrections of the vendor's published file, as an OpenAPI Overlay 1.0 document."""

from marketplace_contracts.description.overlay.apply import CorrectionOutcome, apply
from marketplace_contracts.description.overlay.document import Correction, Corrections, corrections
from marketplace_contracts.description.overlay.structure import structure

__all__ = ["Correction", "CorrectionOutcome", "Corrections", "apply", "corrections", "structure"]
