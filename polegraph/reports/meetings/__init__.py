"""Plans of meetings on paper and on the screen: the organiser's workbook, agendas, badges, calendars, what came of it."""
