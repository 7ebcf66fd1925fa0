date-pattern = %-d %B %Y
date-time-pattern = %-d %B %Y, %H:%M
