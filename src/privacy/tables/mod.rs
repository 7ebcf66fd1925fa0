//! Every column that is stored: whether it says something about somebody, what it is for, and how long it stays. The page
//! about privacy, the archive that people take along and the tests of what stays behind are all made from here.

mod basics;
mod company;
mod moderating;
mod posts;
mod sending;

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Letting people in, and nobody else.
    SigningIn,
    /// Knowing whom to answer, and in which language.
    Profile,
    /// Ideas and comments, and finding them.
    Posting,
    /// What people want, and how much.
    Voting,
    /// Answering, and seeing to what was asked.
    Answering,
    /// Deciding what comes first.
    Deciding,
    /// Which customers ask for what.
    Customers,
    /// Telling people what became of it.
    Telling,
    /// Keeping the place fit to be in.
    Moderating,
    /// Seeing whether votes are genuine.
    Reviewing,
    /// Knowing afterwards what staff did.
    Auditing,
    /// Bringing in what was elsewhere before.
    Moving,
    /// Taking one's data along, and leaving.
    Leaving,
    /// Running the site itself.
    Running,
}

impl Purpose {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 14] = [
        Self::SigningIn,
        Self::Profile,
        Self::Posting,
        Self::Voting,
        Self::Answering,
        Self::Deciding,
        Self::Customers,
        Self::Telling,
        Self::Moderating,
        Self::Reviewing,
        Self::Auditing,
        Self::Moving,
        Self::Leaving,
        Self::Running,
    ];

    /// The key of its title in `locales/`.
    pub fn title(self) -> &'static str {
        match self {
            Self::SigningIn => "privacy-signing-in",
            Self::Profile => "privacy-profile",
            Self::Posting => "privacy-posting",
            Self::Voting => "privacy-voting",
            Self::Answering => "privacy-answering",
            Self::Deciding => "privacy-deciding",
            Self::Customers => "privacy-customers",
            Self::Telling => "privacy-telling",
            Self::Moderating => "privacy-moderating",
            Self::Reviewing => "privacy-reviewing",
            Self::Auditing => "privacy-auditing",
            Self::Moving => "privacy-moving",
            Self::Leaving => "privacy-leaving",
            Self::Running => "privacy-running",
        }
    }

    /// The key of the sentence that tells why.
    pub fn why(self) -> &'static str {
        match self {
            Self::SigningIn => "privacy-signing-in-why",
            Self::Profile => "privacy-profile-why",
            Self::Posting => "privacy-posting-why",
            Self::Voting => "privacy-voting-why",
            Self::Answering => "privacy-answering-why",
            Self::Deciding => "privacy-deciding-why",
            Self::Customers => "privacy-customers-why",
            Self::Telling => "privacy-telling-why",
            Self::Moderating => "privacy-moderating-why",
            Self::Reviewing => "privacy-reviewing-why",
            Self::Auditing => "privacy-auditing-why",
            Self::Moving => "privacy-moving-why",
            Self::Leaving => "privacy-leaving-why",
            Self::Running => "privacy-running-why",
        }
    }
}

/// What a column tells about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// What they are called.
    Name,
    /// Where mail reaches them.
    Address,
    /// What they are to the site.
    Role,
    /// How they like the site to be.
    Preference,
    /// Which browser they use: its family and system, nothing more.
    Browser,
    /// What another site knows them as.
    Known,
    /// What somebody wrote.
    Text,
    /// A vote, points, or that they follow something.
    Vote,
    /// What they answered when they were asked to choose.
    Choice,
    /// Keyed hashes of network and browser: of use for a while, and to the site alone.
    Signal,
    /// What was done.
    Deed,
    /// Who did it.
    Who,
    /// When.
    When,
    /// Which customer they belong to.
    Customer,
    /// What the customer is worth to the company.
    Value,
    /// Where a conversation was that staff wrote down.
    Conversation,
    /// Why moderators acted, in their words.
    Reason,
    /// A copy of one's data, made on request.
    Copy,
    /// A mark that nobody can be found by.
    Trace,
}

impl Datum {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "privacy-datum-name",
            Self::Address => "privacy-datum-address",
            Self::Role => "privacy-datum-role",
            Self::Preference => "privacy-datum-preference",
            Self::Browser => "privacy-datum-browser",
            Self::Known => "privacy-datum-known",
            Self::Text => "privacy-datum-text",
            Self::Vote => "privacy-datum-vote",
            Self::Choice => "privacy-datum-choice",
            Self::Signal => "privacy-datum-signal",
            Self::Deed => "privacy-datum-deed",
            Self::Who => "privacy-datum-who",
            Self::When => "privacy-datum-when",
            Self::Customer => "privacy-datum-customer",
            Self::Value => "privacy-datum-value",
            Self::Conversation => "privacy-datum-conversation",
            Self::Reason => "privacy-datum-reason",
            Self::Copy => "privacy-datum-copy",
            Self::Trace => "privacy-datum-trace",
        }
    }
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It tells about somebody.
    About(Datum),
    /// It keeps the site together: numbers, states, counters, settings.
    Technical,
    /// It opens something, or is a hash of what does. It is never shown, taken along or logged.
    Secret,
}

/// How long rows stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retention {
    /// At most so many days after they have served their purpose; a job removes them.
    Days(i64),
    /// Until the person deletes their account.
    Account,
    /// As long as the idea that they belong to.
    Post,
    /// As long as the company runs the site.
    Site,
}

/// How a row says whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A column with the number of a person.
    Person(&'static str),
    /// A column with a mail address.
    Address(&'static str),
}

impl Owner {
    /// The column.
    pub fn column(self) -> &'static str {
        match self {
            Self::Person(column) | Self::Address(column) => column,
        }
    }
}

/// A table of the database.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub purpose: Purpose,
    /// How long its rows stay.
    pub kept: Retention,
    /// The columns that say whose a row is; such rows are in the archive of that person.
    pub of: &'static [Owner],
    /// Its columns by kind.
    pub fields: &'static [(Kind, &'static [&'static str])],
}

impl Table {
    /// Its columns, each with its kind.
    pub fn columns(&self) -> impl Iterator<Item = (Kind, &'static str)> + '_ {
        self.fields.iter().flat_map(|(kind, names)| names.iter().map(move |name| (*kind, *name)))
    }
}

/// Tables whose rows go or stay by the choice of whoever leaves, and the people themselves, who stay as nobody.
const CHOSEN: [&str; 5] = ["people", "votes", "ballots", "ballot_points", "merge_votes"];
/// The table that the database lets nobody take a row from before its time. It knows people by number alone.
const UNCHANGED: &str = "audit_log";

impl Table {
    /// Whether rows of a person are deleted when the person is, whatever they chose.
    pub fn goes_with_person(&self) -> bool {
        let is_own = matches!(self.kept, Retention::Account | Retention::Days(_));
        is_own && !CHOSEN.contains(&self.name) && self.name != UNCHANGED
    }
}

/// All tables.
pub fn all() -> impl Iterator<Item = &'static Table> {
    [basics::TABLES, posts::TABLES, company::TABLES, moderating::TABLES, sending::TABLES]
        .into_iter()
        .flatten()
}
