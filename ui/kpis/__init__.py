"""The KPIs: their table, the page of one, its form, its numbers, the guide to choosing them."""
