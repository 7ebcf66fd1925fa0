//! The one error of the crate. Each adapter renders it its own way: a page in the layout, a line on a terminal.

/// What can go wrong, in terms that a person can be told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not there, or must not be seen by whoever asked.
    #[error("not found")]
    NotFound,
    /// It was there once.
    #[error("gone")]
    Gone,
    /// It may be seen but not done. The key of a message says why.
    #[error("not allowed ({0})")]
    Forbidden(&'static str),
    /// Whoever asks is banned from posting, voting and commenting.
    #[error("banned")]
    Banned {
        /// Why, in words for the person.
        reason: String,
        /// Until when; for good, if none.
        until: Option<crate::time::Timestamp>,
        /// Whether it is from one board only.
        is_board: bool,
    },
    /// Another moderator works on it.
    #[error("claimed")]
    Claimed {
        /// What they are called.
        by: String,
        /// Until when, unless they decide or give it back before.
        until: crate::time::Timestamp,
    },
    /// It needs a signed-in person.
    #[error("sign-in needed")]
    SignInNeeded,
    /// What was typed cannot be taken; every field says why.
    #[error("invalid input: {0}")]
    Invalid(FieldErrors),
    /// Something else happened in between. The key of a message says what.
    #[error("conflict ({0})")]
    Conflict(&'static str),
    /// Too often; try again after so many seconds.
    #[error("too many requests, try again in {0} s")]
    TooMany(u64),
    /// The queue of writes is full; try again.
    #[error("busy, try again")]
    Busy,
    /// The database said no.
    #[error("database: {0}")]
    Database(#[from] diesel::result::Error),
    /// Anything that a person can do nothing about. The text is for the log.
    #[error("{0}")]
    Internal(String),
}

/// `Result` with the crate's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An internal error from anything that can be printed.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// One field that cannot be taken, with the key of the message that says why.
    pub fn field(field: &'static str, key: &'static str) -> Self {
        Self::Invalid(FieldErrors::one(field, key))
    }

    /// Whether the database refused because a unique key was taken.
    pub fn is_unique_violation(&self) -> bool {
        matches!(
            self,
            Self::Database(diesel::result::Error::DatabaseError(
                diesel::result::DatabaseErrorKind::UniqueViolation,
                _
            ))
        )
    }
}

/// A field that cannot be taken: its name in the form, the key of a message and the message's arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the form field.
    pub field: &'static str,
    /// Key of the message in `locales/`.
    pub key: &'static str,
    /// Arguments of the message; `limit` and `count` are numbers of characters.
    pub args: Vec<(&'static str, i64)>,
}

/// All that is wrong with one form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Exactly one error.
    pub fn one(field: &'static str, key: &'static str) -> Self {
        let mut errors = Self::default();
        errors.add(field, key);
        errors
    }

    /// Adds an error without arguments.
    pub fn add(&mut self, field: &'static str, key: &'static str) {
        self.add_with(field, key, &[]);
    }

    /// Adds an error whose message takes arguments.
    pub fn add_with(&mut self, field: &'static str, key: &'static str, args: &[(&'static str, i64)]) {
        self.0.push(FieldError { field, key, args: args.to_vec() });
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first error of a field.
    pub fn of(&self, field: &str) -> Option<&FieldError> {
        self.0.iter().find(|error| error.field == field)
    }

    /// `Ok(value)` when nothing is wrong, else the errors.
    pub fn or<T>(self, value: T) -> Result<T> {
        if self.is_empty() { Ok(value) } else { Err(Error::Invalid(self)) }
    }
}

impl std::fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{}: {}", error.field, error.key)?;
        }
        Ok(())
    }
}
