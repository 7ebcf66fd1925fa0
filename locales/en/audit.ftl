# The log of what staff did, seeing the site as a customer, and limits.
audit-title = Audit log
audit-lead = Everything that members of staff changed or took along, with what it was like before and after. Only administrators read it, and nobody can change it.
audit-filter = Narrow the log
audit-who = Person
audit-anybody = Anybody
audit-act = Act
audit-any-act = Any act
audit-object = Done to
audit-any-object = Anything
audit-number = Its number
audit-from = From the day
audit-to = To the day
audit-empty = Nothing was done
audit-empty-text = As soon as a member of staff changes something, it stands here.
audit-empty-narrowed = Nothing in the log fits. Widen the filters.
audit-file = Download these rows as CSV
audit-change = Change
audit-show = Show
audit-before = Before
audit-after = After
audit-request = Request
audit-none = None
audit-keep-title = How long the log is kept
audit-days = Days
audit-days-hint = From { $least_text } to { $most_text } days. Older rows are removed during the night; the log says that they were.
audit-of-person = What staff did to this account
error-audit-days = Give a number of days within these bounds.
data-looks = When administrators saw the site as you
see-as-title = See the site as they do
see-as-lead = For half an hour you see what they see, and can do nothing. They find it in their data, administrators in the audit log.
see-as-begin = See as { $name }
see-as-label = Whom you see the site as
see-as-bar = You see the site as
see-as-bar-until = Nothing can be done. It ends at { $time }.
see-as-end = Stop
error-see-as-staff = Members of staff cannot be seen as.
error-see-as-act = You only see the site as somebody else does. Nothing was done. Stop first, with the button on top.
error-see-as-closed = What belongs to somebody alone stays closed while you see the site as they do.
error-see-as-over = The half hour was over, so nothing was done. You are yourself again.
flash-see-as-over = The half hour is over. You are yourself again.
flash-see-as-ended = You are yourself again.
limit-wait-seconds = { $count ->
    [one] Wait a second, then send it again.
   *[other] Wait { $count_text } seconds, then send it again.
}
limit-wait-minutes = { $count ->
    [one] Wait a minute, then send it again.
   *[other] Wait { $count_text } minutes, then send it again.
}
limit-kept = Nothing you typed is lost. It goes to where you sent it.
limit-again = This is not repeated. Type it again.
limit-file = The file { $name } is lost. Choose it again.
limit-send = Send again
