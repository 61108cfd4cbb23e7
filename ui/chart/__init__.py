"""The chart of a KPI on screen: frame and layers; what it says comes from ``kpidesk.viz``."""
