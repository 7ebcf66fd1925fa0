# What the worker does, for administrators.
work-title = Work in the background
work-lead = What follows from what people do: mails, webhooks, rules, search. What fails is tried again by itself, later and later.
work-queues = Queues
work-queue = Queue
work-waiting = Waiting
work-failing = Waiting after a failure
work-claimed = In hand
work-events = Events
work-jobs = Jobs
work-mails = Mails
work-deliveries = Webhook messages
work-events-failed = Events that failed
work-events-none = Every event was handled.
work-mails-failed = Mails that could not be sent
work-mails-none = No mail is stuck.
work-jobs-none = There has been no job yet.
work-what = What
work-to = To
work-error = What went wrong
work-tries = Tries
work-next = Next try
work-again = Try again now
work-given-up = Given up
work-state = State
work-progress = Progress
work-when = When
work-done = Done
work-running = Running
work-failed-times = { $count ->
    [one] Failed once
   *[other] Failed { $count_text } times
}
work-flash-again = It is tried again now.
