"""Taking numbers from files: ``taking`` stores them as one change, ``sources`` remembers kinds of file."""

from kpidesk.commands.intake.taking import Destination, Existing, NewKpi, Series, Taken, Taking, same, take

__all__ = ["Destination", "Existing", "NewKpi", "Series", "Taken", "Taking", "same", "take"]
