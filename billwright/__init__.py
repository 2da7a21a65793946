"""billwright: from one state's facts to a complete draft cybercrime bill in Word."""

__version__ = "0.1.0"
