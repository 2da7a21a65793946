"""billwright: from one state's facts to a complete draft cybercrime bill in Word."""

__version__ = "0.1.0"

LANGUAGES = ("en", "fr", "nl")
"""The languages that the makers write notes in, as ISO 639-1 has them."""
