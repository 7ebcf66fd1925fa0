# Customer organisations: accounts, who belongs to them, segments.
desk-tab-accounts = Accounts
desk-segment = Segment
desk-of-account = Only what this account asks for:
desk-accounts = { $count ->
    [one] { $count_text } account
   *[other] { $count_text } accounts
}
desk-value-month = { $value } a month
desk-asking = Accounts that ask for it
desk-asking-none = No account asks for this yet.
desk-asking-hint = Each account counts once, with the value it had when its latest vote was cast. Currencies are not added.
accounts-title = Accounts
accounts-q = Name or mail domain begins with
accounts-empty = No accounts yet
accounts-empty-text = Make one here, or bring them all with groundswell import --format accounts-csv.
accounts-empty-filtered = No account fits here
account-new = New account
account-edit = Edit
account-save = Save
account-name = Account
account-plan = Plan
account-segment = Segment label
account-segment-hint = What kind of customer this is, such as Enterprise.
account-value = Value a month
account-value-hint = Digits with a decimal mark if you need one, such as 1200.50. Votes that were cast keep the value of their day.
account-currency = Currency
account-currency-hint = Three letters, such as EUR.
account-health = Health
account-owner = Looked after by
account-owner-hint = Handle or mail address of a member of staff.
account-domains = Mail domains
account-domains-hint = One a line. Whoever has signed in with an address there joins this account; people stay when you take a domain away.
account-people = People
account-people-count = { $count ->
    [0] Nobody belongs to this account yet.
    [one] { $count_text } person belongs to this account.
   *[other] { $count_text } people belong to this account.
}
account-unknown = unknown
account-in-list = See their ideas in the list
account-as-of = As of { $date }
account-waits-for = Waiting for
account-got = Delivered
account-declined = Not planned
account-waiting = { $count ->
    [one] half of them for { $count_text } day or more
   *[other] half of them for { $count_text } days or more
}
account-waited = { $count ->
    [one] half of them within { $count_text } day
   *[other] half of them within { $count_text } days
}
account-cut = These are the 300 ideas that this account voted on last; the list has all of them.
account-questions = Open questions to them
account-questions-none = Nobody waits for an answer of theirs.
account-open-none = They wait for nothing.
account-got-none = Nothing they asked for has been delivered yet.
account-waits = Waiting
account-waited-for = Waited
account-asked-since = Asked since
account-votes = Their votes
account-answered = Answered on { $date }
account-decided = Decided on { $date }
account-unanswered = No answer yet
account-person-add = Add somebody
account-person-hint = Handle or mail address. Votes they have already cast stay as they were.
account-person-add-act = Add
account-person-remove = Take out
account-by-domain = by mail domain
account-by-claim = by sign-in
account-by-import = by import
account-by-desk = by the desk
account-joined = How you belong to it
health-good = Good
health-at-risk = At risk
health-critical = Critical
health-unknown = Unknown
data-account = Your organisation
data-account-lead = The account that you belong to here, and what is stored about it.
segments-title = Segments
segments-lead = Saved conditions on accounts, to see what one kind of customer asks for.
segments-empty = No segments yet
segments-empty-text = Save conditions on plan, value or health, and filter the desk by them.
segment-new = New segment
segment-edit = Edit segment
segment-save = Save
segment-name = Name
segment-lead = An account is in the segment when it meets all of these. What you leave empty is met by every account.
segment-accounts = Accounts
segment-see = See
segment-see-accounts = Accounts
segment-see-ideas = Ideas
segment-plans = One of these plans
segment-labels = One of these segment labels
segment-lines-hint = One a line.
segment-least = At least, a month
segment-most = At most, a month
segment-delete = Delete
segment-delete-title = Delete the segment?
segment-delete-lead = The segment “{ $segment }” goes. The accounts in it stay as they are.
segment-keep = Keep it
flash-account-saved = The account is saved.
flash-account-person-added = They belong to this account now.
flash-account-person-removed = They belong to this account no more.
flash-segment-saved = The segment is saved.
flash-segment-deleted = The segment is deleted.
error-account-name = Give the account a name of up to { $limit } characters.
error-account-name-taken = There is an account of that name. Choose another.
error-account-value = Write an amount such as 1200 or 1200.50, without marks between thousands.
error-account-currency = Name the currency with three letters, such as EUR.
error-account-health = Choose a health from the list: good, at_risk or critical.
error-account-owner = We know no member of staff with that handle or address.
error-account-unknown = There is no account of that name.
error-account-person = We know nobody with that handle or address.
error-account-domain = Number { $place } in this list is no mail domain. Write it like example.com.
error-account-domain-public = Anybody can have an address at number { $place } in this list. Name only domains of the organisation’s own.
error-account-domain-taken = Number { $place } in this list belongs to another account.
error-account-domains-many = Name at most { $limit } domains.
error-segment-name = Give the segment a name of up to { $limit } characters.
error-segment-name-taken = There is a segment of that name. Choose another.
error-segment-empty = Set at least one condition.
error-segment-many = Name at most { $limit }.
error-segment-range = This is less than the least amount.
error-segments-many = There are as many segments as a site can have. Delete one first.
