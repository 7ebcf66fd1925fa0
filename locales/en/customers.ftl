# Customers and what they ask for: who may belong to an account, forms that somebody was quicker with, what files tell.
account-person-move = Move them here: they belong to { $account } now
account-person-move-hint = They leave that account. Votes they have already cast stay with it.
error-account-elsewhere = They belong to another account. Say below that they move, or leave them there.
error-account-staff = This is a member of staff. Only customers belong to accounts, since staff ask for nothing as a customer.
error-account-not-in = They do not belong to this account; nothing was changed.
error-form-outdated = Somebody else changed this while you were writing. What you typed is still here: look at what they saved in another tab; if you save again, yours stands.
desk-search-cut = So many ideas hold these words that only the newest { $count_text } of them were looked at. Add a word to find the others.
column-uncertainty = Impact ±
column-by-hand = { $column }: set by hand
column-tied = Tied
column-asking = Accounts asking
column-asking-value = They pay a month
column-asking-names = Some of them
column-usual-impact = Usual impact
column-votes = Votes
column-people = People
