# The administration.
save = Save
yes = Yes
no = No
admin-overview = Overview
admin-lead = What the site is called and looks like, where ideas live, and who may do what.
admin-look = Name and looks
admin-look-text = Name, welcome, language, colour, logo, and where pictures may come from.
admin-boards = Boards
admin-boards-text = { $count ->
    [one] One board is open, with its statuses and categories.
   *[other] { $count_text } boards are open, each with its statuses and categories.
}
admin-tags = Tags
admin-tags-text = { $count ->
    [0] No tags yet.
    [one] One tag.
   *[other] { $count_text } tags.
}
admin-people = People
admin-people-text = Who is here, what their role is, and adding somebody.
admin-imports = Imports
admin-imports-text = What was brought in from other systems.
admin-mail = Mail
admin-mail-text = What the site has sent, and what it could not.
admin-work-text = Queues, jobs, and what failed, with a way to try it again.
admin-moderation-text = Reports, waiting posts, bans.
admin-desk-text = Reviewing, answering, routing, and the teams.
admin-no-mail-server = No mail server is set up, so mails are kept here and sent to nobody. Set SMTP_URL to send them.
admin-failed-mails = Some mails could not be sent.
admin-read-mails = Look at the mails
admin-delete = Delete
admin-delete-open = Delete…
admin-delete-title = Delete “{ $name }”?
admin-delete-ruled = Rules name it, so it cannot be deleted. Change or delete these rules first.
admin-delete-rules = Rules that name it
admin-move-up = Move “{ $name }” up
admin-move-down = Move “{ $name }” down
admin-days = { $count ->
    [one] { $count_text } day
   *[other] { $count_text } days
}
field-name = Name
field-slug = Name in addresses
field-slug-hint = Letters, digits and hyphens. Empty: made from the name. Links to the old address stop working when it changes.
field-description = What belongs here
field-description-hint = A line or two, up to 500 characters.
field-audience = Who sees it
field-audience-hint = A change holds at once for every idea on the board.
field-voting = Votes
field-voting-hint = Votes that are there stay as they are.
field-premoderation = Posts wait for a moderator
field-premoderation-hint = Waiting posts are seen by their author and moderators only.
field-half-life = Half-life of Trending, in days
field-half-life-short = Half-life
field-half-life-hint = After so many days a vote weighs half as much on this board’s Trending list. A change is in the public log.
field-order = Order
field-kind = Kind
field-kind-hint = Open and active ideas take votes; done and closed ones do not.
field-wants-reason = Wants a reason
field-wants-reason-short = Reason
field-wants-reason-hint = Nobody can set it without an answer.
field-role = Role
field-email = E-mail address
field-handle = Handle
field-state = State
board-audience-public = Everybody
board-audience-staff = Staff only
board-voting-up-only = Promote only
board-voting-both = Promote and demote
board-premoderation-off = Never
board-premoderation-first = First posts
board-premoderation-all = All but staff’s
admin-board-new = New board
admin-board-open = Open the board
admin-boards-caption = Boards, in order
admin-boards-empty = No board yet
admin-boards-empty-text = Ideas live on boards. Make the first one.
admin-archived = Archived
admin-archive-h = Archive
admin-archive-title = Archive “{ $name }”?
admin-archive-lead = An archived board takes no new ideas and leaves the navigation. Its ideas stay readable, and it can be opened again.
admin-archive = Archive the board
admin-archive-open = Archive…
admin-unarchive = Open it again
admin-statuses = Statuses
admin-statuses-hint = New ideas get the first status of kind “open”.
admin-status-new = New status
admin-status-name-hint = Leave it empty for “{ $word }” in each reader’s language.
admin-status-delete-lead = { $count ->
    [0] No idea has this status. If no answer ever set it, it can be deleted.
    [one] One idea has this status, so it cannot be deleted. Give that idea another one first.
   *[other] { $count_text } ideas have this status, so it cannot be deleted. Give them another one first.
}
status-kind-open = Open
status-kind-active = Active
status-kind-done = Done
status-kind-closed = Closed
admin-categories = Categories
admin-categories-empty = No categories. Ideas on this board have none to choose from.
admin-category-new = New category
admin-category-delete-lead = { $count ->
    [0] No idea has this category.
    [one] One idea loses it and has no category afterwards. This cannot be undone.
   *[other] { $count_text } ideas lose it and have no category afterwards. This cannot be undone.
}
admin-tag-new = New tag
admin-tags-empty = No tags yet
admin-tags-empty-text = Tags cut across boards and categories. People choose from those that you add.
admin-tag-staff = Staff only
admin-tag-staff-hint = Only staff sees it and sets it.
admin-tag-delete-lead = { $count ->
    [0] No idea carries this tag.
    [one] One idea loses it. This cannot be undone.
   *[other] { $count_text } ideas lose it. This cannot be undone.
}
admin-person-new = Add somebody
admin-person-lead = Nothing is sent to them. They sign in with their address whenever they like.
admin-person-add = Add
people-all = All roles
people-search = Find
people-search-hint = How a name, an e-mail address or a handle begins.
people-caption = People, the latest to join first
people-joined = Since
people-seen = Last here
people-imported = Brought by an import
people-banned = Banned
people-empty = Nobody found
people-empty-text = Try fewer letters or another role.
people-role-new = New role
people-role-hint = A change signs them out everywhere and is in the moderation log, without their name.
people-role-change = Change the role
people-ban-h = Ban
look-name = Name of the site
look-tagline = One line on the first page
look-welcome = Welcome
look-welcome-hint = Markdown, above the list of ideas. Leave it empty for none.
look-language-hint = For visitors whose browser asks for none of ours, and for mails.
look-time-zone = Time zone
look-time-zone-hint = For visitors, and for people who chose none.
look-promise = Answer within (days)
look-promise-hint = A public promise. Leave it empty to make none.
look-colour = Colour
look-colour-hint = We darken or lighten it where words would be hard to read.
look-hosts = Hosts of pictures
look-hosts-hint = One a line, as in images.example.com. Readers’ browsers will ask these hosts for pictures in posts. Leave it empty to allow none.
look-preview = Preview
look-preview-light = On light pages
look-preview-dark = On dark pages
look-logo = Logo
look-logo-now = The present logo
look-logo-file = Picture
look-logo-hint = PNG, JPEG or WebP, up to 512 KB and 2,000 pixels a side. It is shown 28 pixels high.
look-logo-upload = Use this logo
look-logo-remove = Take the logo away
mail-all = All
mail-state-waiting = Waiting
mail-state-claimed = Being sent
mail-state-sent = Sent
mail-state-kept = Kept
mail-state-withheld = Withheld
mail-state-failed = Failed
mail-empty = No mails
mail-empty-text = There is none of this kind.
mail-caption = Mails, newest first
mail-subject = Subject
mail-to = To
mail-one = Mail
mail-error = Error
mail-resend = Send it again
mail-html = HTML source
imports-lead = Ideas, people and votes from other systems. An import is run and undone on the command line with “groundswell import”.
imports-empty = No imports yet
imports-empty-text = What you bring in from another system is listed here.
imports-caption = Imports, newest first
imports-number = Number
imports-files = Files
imports-counts = Rows
imports-refused = Refused: { $list }
import-count-tag = { $count ->
    [one] one tag
   *[other] { $count_text } tags
}
import-count-board = { $count ->
    [one] one board
   *[other] { $count_text } boards
}
import-count-person = { $count ->
    [one] one person
   *[other] { $count_text } people
}
import-count-idea = { $count ->
    [one] one idea
   *[other] { $count_text } ideas
}
import-count-comment = { $count ->
    [one] one comment
   *[other] { $count_text } comments
}
import-count-vote = { $count ->
    [one] one vote
   *[other] { $count_text } votes
}
import-count-response = { $count ->
    [one] one response
   *[other] { $count_text } responses
}
import-count-link = { $count ->
    [one] one link
   *[other] { $count_text } links
}
import-count-follow = { $count ->
    [one] one follow
   *[other] { $count_text } follows
}
import-count-unreadable = { $count ->
    [one] one unreadable line
   *[other] { $count_text } unreadable lines
}
import-done = Done
import-unfinished = Cut off
import-undone = Undone
flash-saved = Saved.
flash-order = The order is changed.
flash-deleted = Deleted.
flash-board-made = The board is there. Give it categories, and look over its statuses.
flash-archived = The board is archived.
flash-unarchived = The board is open again.
flash-person-added = Added. Nothing was sent.
flash-role-changed = The role is changed.
flash-logo-removed = The logo is gone.
flash-mail-again = The mail is back in line.
error-choice = Choose one from the list.
error-half-life = Write a number of days from 1 to 365.
error-name-taken = That name is taken. Choose another.
error-status-last-open = A board needs at least one status of kind “open”.
error-status-used = This status is in use. Give its ideas another one first.
error-named-by-rules = Rules name it, so it cannot be deleted. Change or delete them first.
error-email-taken = Somebody has this address already.
error-site-name = Give the site a name.
error-promise-days = Write a number of days from 1 to 365, or nothing.
error-colour = Write a colour like #0d5a54.
error-image-host = Write host names only, one a line, as in images.example.com.
error-image-hosts-many = Allow at most { $limit } hosts.
error-logo = This is no PNG, JPEG or WebP picture that can be read.
error-logo-missing = Choose a picture.
error-logo-large = The file is larger than 512 KB. Save it smaller.
error-logo-side = The picture is larger than 2,000 pixels a side. Save it smaller.
error-logo-svg = SVG files can hold programs, so they are not taken. Save the logo as PNG, JPEG or WebP.
error-mail-sent = This mail was sent already or is on its way.
error-no-mail-server = No mail server is set up.
