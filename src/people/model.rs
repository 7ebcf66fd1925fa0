//! The row and its closed sets.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::powers::{OF_PERSON, Power, Powers};
use crate::db::schema::people;
use crate::error::{Error, Result};
use crate::ids::PersonId;
use crate::text::words::{Language, Words};
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What somebody is to the site. Moderation and administration go by role; what staff may do on the desk is a table
    /// that administrators change.
    pub enum Role {
        /// A customer.
        Customer = "customer",
        /// A member of one or more internal teams.
        TeamMember = "team_member",
        /// Keeps the place fit to be in.
        Moderator = "moderator",
        /// Reviews, decides, answers and routes, as far as the table of powers says.
        ProductManager = "product_manager",
        /// Everything, and the settings.
        Administrator = "administrator",
    }
}

impl Role {
    /// Whether this is a member of staff, who carries the badge and sees staff-only boards, tags and notes.
    pub fn is_staff(self) -> bool {
        self > Self::Customer
    }

    /// Whether the moderators' queue is open to this role.
    pub fn is_moderator(self) -> bool {
        self >= Self::Moderator
    }

    /// Whether the administration is open to this role.
    pub fn is_admin(self) -> bool {
        self == Self::Administrator
    }

    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Customer => "role-customer",
            Self::TeamMember => "role-team-member",
            Self::Moderator => "role-moderator",
            Self::ProductManager => "role-product-manager",
            Self::Administrator => "role-administrator",
        }
    }
}

text_enum! {
    /// Light, dark, or as the machine says.
    pub enum Theme {
        /// As the machine says.
        Auto = "auto",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

impl Theme {
    /// The key of its name in `locales/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "theme-auto",
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
        }
    }
}

/// A person.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = people)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// What they are mentioned by: `[a-z0-9_-]{2,32}`, unique.
    pub handle: String,
    /// What they are called. Empty until they say.
    pub name: String,
    /// Where sign-in codes and mails go; none for former members and for people brought by an import.
    pub email: Option<String>,
    /// What they are to the site.
    pub role: Role,
    /// What the table of powers gives their role; [`Person::may`] says what they may do.
    #[diesel(select_expression = sql::<Text>(OF_PERSON))]
    #[diesel(select_expression_type = diesel::expression::SqlLiteral<Text>)]
    pub powers: Powers,
    /// A line about themselves.
    pub about: String,
    /// Language of choice.
    pub language: Option<Language>,
    /// Time zone of choice, an IANA name.
    pub time_zone: Option<String>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether voting on an idea follows it.
    pub follows_on_vote: bool,
    /// Whether commenting on an idea follows it.
    pub follows_on_comment: bool,
    /// Whether single letters do nothing on the desk.
    pub keys_off: bool,
    /// Whether an import made them: nobody has signed in as them yet.
    pub is_imported: bool,
    /// When they joined.
    pub created_at: Timestamp,
    /// When they were last here, to the hour or so.
    pub seen_at: Option<Timestamp>,
    /// When they deleted their account. Their posts stay, under "former member".
    pub former_at: Option<Timestamp>,
    /// When the account is deleted for good, if that was asked for; until then it is closed.
    pub leaving_at: Option<Timestamp>,
}

impl Person {
    /// Whether they may come in: former members and those who are leaving may not.
    pub fn is_here(&self) -> bool {
        self.former_at.is_none() && self.leaving_at.is_none()
    }

    /// Whether they may do this on the desk.
    pub fn may(&self, power: Power) -> bool {
        self.powers.allow(self.role, power)
    }

    /// Refuses them what they may not do on the desk.
    ///
    /// # Errors
    /// `Forbidden` without the power.
    pub fn must(&self, power: Power) -> Result<()> {
        if self.may(power) { Ok(()) } else { Err(Error::Forbidden("error-role")) }
    }

    /// What to call them on a page.
    pub fn label(&self, words: &Words) -> String {
        label(&self.name, self.former_at.is_some(), words)
    }

    /// Their time zone, else the site's.
    pub fn zone(&self, site: chrono_tz::Tz) -> chrono_tz::Tz {
        self.time_zone.as_deref().and_then(|name| name.parse().ok()).unwrap_or(site)
    }
}

/// What to call somebody: their name, or the word for former members and for people without a name.
pub fn label(name: &str, is_former: bool, words: &Words) -> String {
    if is_former {
        words.get("person-former")
    } else if name.is_empty() {
        words.get("person-unnamed")
    } else {
        name.to_owned()
    }
}
