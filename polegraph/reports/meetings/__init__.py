"""Plans of meetings on paper: the organiser's workbook, agendas, badges, calendars, and what came of it."""
