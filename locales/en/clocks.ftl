# Working time, clocks of routes
calendar-title = Working calendar
calendar-lead-site = The hours and days that deadlines and promises are counted in. Teams may have a calendar of their own.
calendar-lead-own = { $team } works by a calendar of its own.
calendar-lead-not-own = { $team } works by the site’s calendar. Saving this form gives it one of its own.
calendar-zone = Time zone
calendar-zone-site = The site’s ({ $zone })
calendar-hours = Working hours
calendar-hours-hint = From and to, as in 09:00-17:00; with a break, 09:00-12:30, 13:30-17:00. Leave a day off empty.
calendar-monday = Monday
calendar-tuesday = Tuesday
calendar-wednesday = Wednesday
calendar-thursday = Thursday
calendar-friday = Friday
calendar-saturday = Saturday
calendar-sunday = Sunday
calendar-holidays = Holidays
calendar-holidays-hint = One a line: the day, then its name, as in 2026-12-25 Christmas Day.
calendar-more = Add holidays
calendar-more-hint = Paste a list like the one above, or the content of a calendar file (.ics): its whole-day entries are added.
calendar-stays = Due dates that were told already stay as they are; reminders and escalations follow the new calendar.
calendar-leave-title = The site’s calendar
calendar-leave-text = The team’s own hours and holidays are deleted.
calendar-leave = Work by the site’s calendar again
flash-calendar-saved = The calendar is saved.
flash-calendar-left = The team works by the site’s calendar.

clock-title = Clock
clock-lead = When what this team is sent is due, and what happens as that day comes near and passes. Days and hours are working time.
clock-due-days = Due within (working days)
clock-due-days-hint = For what is sent without a due date. It is due at the close of business. Empty: no due date.
clock-remind = Remind this many working hours before
clock-remind-hint = Whoever sees to it gets a mail; if nobody does, the whole team. Empty: no reminder.
clock-escalate = Escalate this many working hours after
clock-escalate-hint = 0 is at once. Empty: no escalation.
clock-escalate-to = Escalate to
clock-nobody = Nobody
clock-people = People
clock-pauses = Pause while a question waits for the author
clock-pauses-hint = When the author answers, the due date moves by the working time that passed. What was overdue stays overdue.
clock-site-calendar = This team works by the site’s calendar.
clock-edit-calendar = Change hours and holidays
clock-own-calendar = Give the team hours and holidays of its own
clock-edit-site-calendar = Change the site’s calendar
clock-paused = Paused since { $date }: waiting for the author
clock-left-hours = { $count ->
    [one] One working hour left
   *[other] { $count_text } working hours left
}
clock-left-minutes = { $count ->
    [one] One working minute left
   *[other] { $count_text } working minutes left
}
clock-escalated = Escalated to { $name } on { $date }
clock-desk = the desk
clock-due-at = Due { $date }
flash-clock-saved = The clock is saved.
inbox-escalated = Escalated to this team
inbox-of-team = Of { $team }
step-reminded = The clock reminded the team that it is due soon
step-escalated = It is overdue, and the clock escalated it

error-hours = Write hours as in 09:00-17:00, with a comma between two spans, earlier first.
error-hours-none = Somebody has to work at some time of the week.
error-holiday-line = Line { $line } does not begin with a day as in 2026-12-25.
error-holidays-file = There is no whole day in this calendar file.
error-holidays-many = A calendar takes at most { $limit_text } holidays.
error-terms-count = Write a whole number from 1 to { $limit_text }, or nothing.
error-escalate-to = Choose to whom it is escalated.
error-escalate-when = Write after how many working hours it is escalated; 0 is at once.

mail-subject-due-soon = Due soon: { $title }
mail-lead-due-soon = This idea at { $team } is due soon.
mail-reason-due-soon = You get this mail because you see to it, or nobody of the team does.
mail-kind-due-soon = What is due soon in your teams
mail-subject-escalated = Overdue at { $team }: { $title }
mail-lead-escalated = This idea is overdue at { $team } and has been escalated to you.
mail-reason-escalated = You get this mail because what is overdue at this team goes to you.
mail-kind-escalated = What is escalated to you

# The promise of an answer
promise-title = Promise of an answer
promise-lead = The board’s page and every new idea on it say within how many working days the company answers first, and how this is kept.
promise-days = A first answer within (working days)
promise-days-hint = Counted from the day after an idea is posted. Leave it empty to promise nothing. What was promised about ideas that are there stays.
promise-calendar = By whose calendar
promise-calendar-site = The site’s
promise-calendar-hint = Hours do not matter here: the last day counts until midnight.
promise-none = This board promises no answer.
promise-made = { $count ->
    [one] This board promises a first answer within one working day.
   *[other] This board promises a first answer within { $count_text } working days.
}
promise-change = Change the promise
promise-board = { $count ->
    [one] Every new idea here gets a first answer within one working day.
   *[other] Every new idea here gets a first answer within { $count_text } working days.
}
promise-board-share = In the last 90 days { $percent_text } % were answered in time.
promise-board-speed = Half waited at most { $median_text } working days, nine of ten at most { $ninetieth_text }.
promise-board-broken = { $count ->
    [one] One idea waits although its promise is broken.
   *[other] { $count_text } ideas wait although their promise is broken.
}
promise-due = A first answer is promised by { $date }.
promise-broken = A first answer was promised by { $date }. It is late.
promise-kept-same = First answered on the same working day. An answer was promised.
promise-kept = { $count ->
    [one] First answered after one working day, as promised.
   *[other] First answered after { $count_text } working days, as promised.
}
promise-late = { $count ->
    [one] First answered after one working day, later than promised.
   *[other] First answered after { $count_text } working days, later than promised.
}
promise-none-yet = –
promise-days-count = { $count ->
    [0] the same day
    [one] one working day
   *[other] { $count_text } working days
}
promise-share = { $percent_text } % of { $count_text }
promises-title = Promised answers
desk-tab-promises = Promises
promises-broken = { $count ->
    [0] No promise is broken.
    [one] One promise is broken.
   *[other] { $count_text } promises are broken.
}
promises-soon = { $count ->
    [0] None breaks within a day.
    [one] One breaks within a day.
   *[other] { $count_text } break within a day.
}
promises-show = Which promises are shown
promises-all = All that wait
promises-only-broken = Broken
promises-none = Nobody waits for a promised answer
promises-none-broken = No promise is broken
promises-none-text = Boards promise an answer in the administration. What is posted there from then on waits here until it is answered.
promises-caption = Ideas that wait for a promised answer; people who posted for the first time come first, and what breaks first.
promises-idea = Idea
promises-due = Promised by
promises-author = Posted by
promises-votes = Votes
promises-others = People who have posted before
promises-late = Late
promises-first = First idea
promises-kept-title = How promises were kept in the last { $count_text } days
promises-kept-text = Counted are promises that were kept or fell due. Ideas that wait although theirs is broken count as long as they have waited.
promises-measured = Measured { $when }.
promises-promise = Promise
promises-in-time = In time
promises-median = Half within
promises-ninetieth = Nine of ten within
promises-broken-now = Broken now
error-board-promise = Write a number of working days from 1 to 90, or nothing.
