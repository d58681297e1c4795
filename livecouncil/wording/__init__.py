"""Every text a person reads, in Dutch, Frisian and English; whoever imports this room has errors that can be read."""

from livecouncil.errors import word_with

from .faults import fault_sentence
from .replies import is_yes
from .spoken import speak, speak_as, spoken, words_spoken
from .texts import LANGUAGES, Wording

__all__ = ["LANGUAGES", "Wording", "is_yes", "speak", "speak_as", "spoken", "words_spoken"]

word_with(fault_sentence)
