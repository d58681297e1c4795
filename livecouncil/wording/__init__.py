"""Every text a person reads, in Dutch, Frisian and English; whoever imports this room has errors that can be read."""

from .faults import speak
from .replies import is_yes
from .texts import LANGUAGES, Wording

__all__ = ["LANGUAGES", "Wording", "is_yes", "speak"]

speak("nl")
