# Mails, and the page that ends a kind of them.
mail-subject-answered = { $status }: { $title }
mail-subject-status-changed = { $status }: { $title }
mail-subject-comment-on-followed = New comment: { $title }
mail-subject-reply = { $actor } replied to you: { $title }
mail-subject-mention = { $actor } mentioned you: { $title }
mail-subject-extension = Your comment is part of the idea now: { $title }
mail-subject-routed = For { $team }: { $title }
mail-subject-question = A question about: { $title }
mail-subject-question-answered = The answer to a question: { $title }
mail-subject-overdue = { $count ->
    [one] One idea is overdue with its team
   *[other] { $count_text } ideas are overdue with their teams
}
mail-lead-answered = { $actor } answered an idea that you follow on { $site }.
mail-lead-status-changed = { $actor } changed the status of an idea that you follow on { $site }.
mail-lead-comment-on-followed = { $actor } commented on an idea that you follow on { $site }.
mail-lead-reply = { $actor } replied to your comment on { $site }.
mail-lead-mention = { $actor } mentioned you on { $site }.
mail-lead-extension = { $actor } took your comment up into the idea, with credit to you.
mail-lead-routed = { $actor } sent this idea to { $team }.
mail-lead-question = { $actor } of { $team } asks you about this idea.
mail-lead-question-answered = { $actor } answered the question that { $team } asked.
mail-lead-overdue = { $count ->
    [one] One idea is past the date by which its team was to act.
   *[other] { $count_text } ideas are past the date by which their teams were to act.
}
mail-status = Status
mail-due = Due on { $date }
mail-overdue-days = { $count ->
    [0] due today
    [one] one day overdue
   *[other] { $count_text } days overdue
}
mail-overdue-more = { $count ->
    [one] One more is on the desk.
   *[other] { $count_text } more are on the desk.
}
mail-open-idea = Read and reply on the site
mail-open-inbox = Open the team’s inbox
mail-open-desk = Open the desk
mail-reason-answered = You get this mail because you follow this idea.
mail-reason-status-changed = You get this mail because you follow this idea.
mail-reason-comment-on-followed = You get this mail because you follow this idea.
mail-reason-reply = You get this mail because somebody replied to your comment.
mail-reason-mention = You get this mail because somebody mentioned you.
mail-reason-extension = You get this mail because your comment was taken up.
mail-reason-routed = You get this mail because you are a member of the team, or run the desk and nobody is in the team.
mail-reason-question = You get this mail because a team asked you a question.
mail-reason-question-answered = You get this mail because you or your team asked the question.
mail-reason-overdue = You get this mail on Mondays because you run the desk.
mail-reason-team-address = This is the address of the team { $team }.
mail-stop = Stop these mails
mail-all-settings = Choose which mails you get
mail-kind-answered = Answers to ideas that you follow
mail-kind-status-changed = New statuses of ideas that you follow
mail-kind-comment-on-followed = Comments on ideas that you follow
mail-kind-reply = Replies to your comments
mail-kind-mention = Mentions of you
mail-kind-extension = Your comments taken up into ideas
mail-kind-routed = Ideas sent to your teams
mail-kind-question = Questions that teams ask you
mail-kind-overdue = What is overdue, on Mondays
unsubscribe-title = Stop these mails?
unsubscribe-text = “{ $kind }”: you will get no more mails of this kind. Everything else stays as it is.
unsubscribe-button = Stop these mails
unsubscribe-done-title = You will get no more of these mails
unsubscribe-done-text = “{ $kind }” is turned off.
unsubscribe-again = Turn it on again
unsubscribe-on-title = You will get these mails again
unsubscribe-on-text = “{ $kind }” is turned on.
unsubscribe-settings = Choose which mails you get
