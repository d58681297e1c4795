"""From a fact to a sentence, in each length."""
