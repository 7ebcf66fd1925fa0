//! `people`: the accounts, from the command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use diesel::prelude::*;

use crate::config::Config;
use crate::db::schema::people;
use crate::db::{Database, Db};
use crate::error::{Error, FieldErrors, Result};
use crate::ids::PersonId;
use crate::links::Links;
use crate::people::create::{NewPerson, create};
use crate::people::email::parse_email;
use crate::people::profile::parse_name;
use crate::people::{Person, Role, queries, roles, sign_in, two_step};
use crate::privacy::replay;
use crate::site;
use crate::time::{Clock, Timestamp};

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add somebody, who signs in with a code sent to the address.
    ///
    /// Example: groundswell people add --email maja@example.com --name Maja --role product_manager
    Add {
        /// The e-mail address.
        #[arg(long)]
        email: String,
        /// What they are called.
        #[arg(long)]
        name: String,
        /// customer, team_member, moderator, product_manager or administrator.
        #[arg(long, default_value = "customer")]
        role: Role,
    },
    /// Change somebody's role. Their sessions end, and the public log tells of it.
    ///
    /// Example: groundswell people role maja@example.com administrator
    Role {
        /// The e-mail address, the handle (with an @ before it) or the number.
        who: String,
        /// customer, team_member, moderator, product_manager or administrator.
        role: Role,
    },
    /// Take somebody's second step of signing in away, for a lost phone. Their sessions end, and the public log tells of it.
    ///
    /// Example: groundswell people reset-two-step maja@example.com
    ResetTwoStep {
        /// The e-mail address, the handle (with an @ before it) or the number.
        who: String,
    },
    /// Print a link that signs somebody in, for a quarter of an hour: the way in where no mail is sent.
    ///
    /// Example: groundswell people sign-in-link maja@example.com
    SignInLink {
        /// The e-mail address, the handle (with an @ before it) or the number.
        who: String,
    },
    /// Print who was deleted, as hashes that only this site can make. Keep the list apart from backups, and newer than they are.
    ///
    /// Example: groundswell people forgotten > forgotten.txt
    Forgotten,
    /// Delete those again whom a restored backup brought back. Their accounts are closed at once; the worker erases them.
    ///
    /// Example: groundswell people forget-after-restore forgotten.txt
    ForgetAfterRestore {
        /// What `people forgotten` printed last.
        list: PathBuf,
    },
    /// List people: number, role, handle, address and name, with tabs between them, in the order of joining.
    List {
        /// Only this role.
        #[arg(long)]
        role: Option<Role>,
        /// How many at the most.
        #[arg(long, default_value_t = 1000)]
        limit: i64,
        /// Begin after the person with this number.
        #[arg(long, default_value_t = 0)]
        after: i64,
    },
}

/// Does it, on a schema brought up to date.
pub async fn run(config: &Config, command: Command) -> Result<()> {
    let now = Clock::system().now();
    let db = match command {
        Command::Add { .. } => super::open_or_make(config, now).await?,
        _ => super::open_site(config, now).await?,
    };
    match command {
        Command::Add { email, name, role } => {
            let person = db.write(move |db| add(db, &email, &name, role, now)).await?;
            println!("Added {} as number {}, @{}.", person.name, person.id, person.handle);
        }
        Command::Role { who, role } => {
            let person = db.write(move |db| change(db, &who, role, now)).await?;
            println!("{} (@{}) is {} now, and signed out everywhere.", person.name, person.handle, role);
        }
        Command::ResetTwoStep { who } => {
            let links = Links::new(&config.base()?);
            let person = db.write(move |db| reset_two_step(db, &who, &links, now)).await?;
            println!("{} (@{}) signs in without a second step now.", person.name, person.handle);
        }
        Command::SignInLink { who } => {
            let link = db.write(move |db| sign_in_link(db, &who, now)).await?;
            let links = Links::new(&config.base()?);
            println!("{}", links.absolute(&links.to(&format!("/signin/link/{link}"))));
        }
        Command::Forgotten => {
            for line in db.read(replay::list).await? {
                println!("{line}");
            }
        }
        Command::ForgetAfterRestore { list } => println!("{} closed.", forget_again(&db, &list, now).await?),
        Command::List { role, limit, after } => {
            for person in db.read(move |db| list(db, role, limit, PersonId::new(after))).await? {
                println!("{}", line(&person));
            }
        }
    }
    Ok(())
}

fn sign_in_link(db: &mut Db, who: &str, now: Timestamp) -> Result<String> {
    let nobody = || Error::internal(format!("nobody is `{who}` here"));
    let person = find(db, who)?.filter(|person| person.former_at.is_none()).ok_or_else(nobody)?;
    let email = person.email.ok_or_else(|| Error::internal(format!("`{who}` has no address")))?;
    sign_in::make_link(db, &email, now)
}

async fn forget_again(db: &Database, list: &Path, now: Timestamp) -> Result<usize> {
    let text = std::fs::read_to_string(list)
        .map_err(|cause| Error::internal(format!("{}: {cause}", list.display())))?;
    let wanted = Arc::new(replay::parse(&text)?);
    let (mut after, mut closed) = (PersonId::new(0), 0);
    loop {
        let (wanted, from) = (Arc::clone(&wanted), after);
        let (last, count) = db
            .write(move |db| {
                let site = site::find(db)?;
                replay::replay(db, &wanted, &site, from, now)
            })
            .await?;
        closed += count;
        match last {
            Some(last) => after = last,
            None => return Ok(closed),
        }
    }
}

fn add(db: &mut Db, email: &str, name: &str, role: Role, now: Timestamp) -> Result<Person> {
    let mut errors = FieldErrors::default();
    let email = parse_email(email, &mut errors);
    let name = parse_name(name, "name", &mut errors);
    errors.or(())?;
    if queries::find_by_email(db, &email)?.is_some() {
        return Err(Error::internal(format!(
            "{email} has an account already; `people role` changes its role"
        )));
    }
    let new = NewPerson { name: &name, email: Some(&email), role, handle: None, is_imported: false };
    create(db, &new, now)
}

fn change(db: &mut Db, who: &str, role: Role, now: Timestamp) -> Result<Person> {
    let person = find(db, who)?.ok_or_else(|| Error::internal(format!("nobody is `{who}` here")))?;
    match roles::change(db, None, person.id, role, now) {
        Err(Error::Conflict(_)) => Err(Error::internal("that would leave nobody to administer the site")),
        Err(Error::NotFound) => Err(Error::internal(format!("`{who}` deleted their account"))),
        other => other.map(|()| person),
    }
}

fn reset_two_step(db: &mut Db, who: &str, links: &Links, now: Timestamp) -> Result<Person> {
    let person = find(db, who)?.ok_or_else(|| Error::internal(format!("nobody is `{who}` here")))?;
    let site = site::find(db)?;
    match two_step::reset(db, None, &person, (&site, links), now) {
        Err(Error::NotFound) => Err(Error::internal(format!("`{who}` has no second step"))),
        other => other.map(|()| person),
    }
}

fn find(db: &mut Db, who: &str) -> Result<Option<Person>> {
    if let Some(handle) = who.strip_prefix('@') {
        return Ok(queries::by_handles(db, &[handle.to_lowercase()])?.into_iter().next());
    }
    match who.parse() {
        Ok(id) => queries::find(db, id),
        Err(_) => queries::find_by_email(db, &who.trim().to_lowercase()),
    }
}

fn list(db: &mut Db, role: Option<Role>, limit: i64, after: PersonId) -> Result<Vec<Person>> {
    let mut query = people::table
        .filter(people::id.gt(after))
        .filter(people::former_at.is_null())
        .order(people::id)
        .limit(limit)
        .select(Person::as_select())
        .into_boxed();
    if let Some(role) = role {
        query = query.filter(people::role.eq(role));
    }
    Ok(query.load(db)?)
}

fn line(person: &Person) -> String {
    let email = person.email.as_deref().unwrap_or("-");
    format!("{}\t{}\t@{}\t{}\t{}", person.id, person.role, person.handle, email, person.name)
}
