//! Everybody who may come to the demonstration, and the things of it that they ask for.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use groundswell::ids::PersonId;
use groundswell::people::leave::{self, LeaversVotes};
use groundswell::people::{Person, Role, queries};

use crate::support::{Browser, Site};

/// The columns: a visitor; a customer who has nothing to do with the idea; its author; one who left; one who is banned; a
/// member of the team that has the idea, and of another team; the other roles.
pub const WHO: [&str; 10] = [
    "visitor",
    "customer",
    "author",
    "former",
    "banned",
    "member",
    "outsider",
    "moderator",
    "manager",
    "admin",
];

/// The browsers in the order of [`WHO`], and what stands in the holes of paths.
pub struct Cast {
    pub browsers: Vec<Browser>,
    holes: HashMap<&'static str, String>,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The idea that is asked for: one that a team has, with comments and an author of its own.
const ROUTE: &str = "SELECT MIN(routes.id) AS id FROM routes JOIN ideas ON ideas.id = routes.idea_id \
     JOIN people ON people.id = ideas.author_id \
     WHERE EXISTS (SELECT 1 FROM comments WHERE comments.idea_id = ideas.id) AND people.role = 'customer' \
     AND routes.state = 'accepted' AND ideas.shown > 0";

impl Cast {
    pub async fn of(site: &Site) -> Self {
        let holes = holes(site).await;
        let number = |hole: &str| holes[hole].parse::<i64>().unwrap();
        let author =
            person(site, &format!("SELECT author_id AS id FROM ideas WHERE id = {}", number("idea"))).await;
        let member = person(
            site,
            &format!(
                "SELECT MIN(team_members.person_id) AS id FROM team_members JOIN people ON people.id = \
                 team_members.person_id WHERE people.role = 'team_member' AND team_id = {}",
                number("team id")
            ),
        )
        .await;
        let customer = site.customer("Quinn").await;
        let outsider = site.person("Olga", Role::TeamMember).await;
        site.team("Elsewhere", &[&outsider]).await;
        let moderator = site.person("Moira", Role::Moderator).await;
        let manager = site.person("Manu", Role::ProductManager).await;
        let admin = site.person("Adele", Role::Administrator).await;
        let banned = site.customer("Benno").await;
        let form = [("reason", "spam"), ("term", "forever")];
        site.browser_of(&moderator)
            .await
            .post(&format!("/people/{}/ban", banned.id), &form)
            .await
            .expect(303);
        let former = site.customer("Fay").await;
        let of_former = site.browser_of(&former).await;
        let now = site.now();
        site.write(move |db| leave::leave(db, &former, LeaversVotes::Stay, now)).await;
        let mut browsers = vec![site.visitor()];
        for person in [&customer, &author] {
            browsers.push(site.browser_of(person).await);
        }
        browsers.push(of_former);
        for person in [&banned, &member, &outsider, &moderator, &manager, &admin] {
            browsers.push(site.browser_of(person).await);
        }
        Self { browsers, holes }
    }

    /// A path with what its holes stand for: the first of its kind in the demonstration, or a number that nothing has.
    pub fn fill(&self, path: &str) -> String {
        let mut parts = path.split('{');
        let mut filled = parts.next().unwrap().to_owned();
        for part in parts {
            let (hole, rest) = part.split_once('}').unwrap();
            filled += &match hole.split_once(':') {
                Some((_, choices)) => choices.split('|').next().unwrap().to_owned(),
                None => self.value(hole, &filled),
            };
            filled += rest;
        }
        filled
    }

    fn value(&self, hole: &str, before: &str) -> String {
        // The public pages of boards go by name, those of administrators by number.
        let hole = if hole == "board" && before.starts_with("/admin") { "board id" } else { hole };
        self.holes.get(hole).cloned().unwrap_or_else(|| "999999".to_owned())
    }
}

async fn holes(site: &Site) -> HashMap<&'static str, String> {
    let mut holes = HashMap::new();
    let route = first(site, ROUTE).await.expect("the demonstration has a route that a team accepted");
    let of_route = async |column: &str| {
        first(site, &format!("SELECT {column} AS id FROM routes WHERE id = {route}")).await.unwrap()
    };
    let (idea, team) = (of_route("idea_id").await, of_route("team_id").await);
    holes.insert("route", route.to_string());
    holes.insert("idea", idea.to_string());
    holes.insert("team id", team.to_string());
    holes.insert("team", name(site, &format!("SELECT slug AS name FROM teams WHERE id = {team}")).await);
    holes.insert("board", name(site, "SELECT slug AS name FROM boards ORDER BY id LIMIT 1").await);
    holes.insert("board id", first(site, "SELECT MIN(id) AS id FROM boards").await.unwrap().to_string());
    let comment = first(site, &format!("SELECT MIN(id) AS id FROM comments WHERE idea_id = {idea}")).await;
    holes.insert("comment", comment.unwrap().to_string());
    // Nobody of the columns, so that a new role or a ban changes none of them.
    holes.insert("person", site.customer("Pat").await.id.to_string());
    for (hole, table) in [
        ("storm", "storms"),
        ("round", "rounds"),
        ("panel", "panels"),
        ("account", "accounts"),
        ("segment", "segments"),
        ("lens", "lenses"),
        ("rule", "rules"),
        ("response", "responses"),
        ("note", "notes"),
        ("delivery", "deliveries"),
        ("template", "reply_templates"),
        ("connection", "signin_connections"),
        ("status", "statuses"),
        ("category", "categories"),
        ("tag", "tags"),
        ("capture", "captures"),
        ("mail", "mails"),
    ] {
        if let Some(id) = first(site, &format!("SELECT MIN(id) AS id FROM {table}")).await {
            holes.insert(hole, id.to_string());
        }
    }
    holes.insert("kind", "acts".to_owned());
    holes.insert("role", "customer".to_owned());
    holes
}

async fn first(site: &Site, statement: &str) -> Option<i64> {
    let statement = statement.to_owned();
    site.read(move |db| {
        // MIN over no rows is NULL.
        let wrapped = format!("SELECT id FROM ({statement}) AS found WHERE id IS NOT NULL");
        Ok(diesel::sql_query(wrapped).get_result::<Found>(db).optional()?.map(|found| found.id))
    })
    .await
}

async fn name(site: &Site, statement: &str) -> String {
    let statement = statement.to_owned();
    site.read(move |db| Ok(diesel::sql_query(statement).get_result::<Named>(db)?.name)).await
}

async fn person(site: &Site, statement: &str) -> Person {
    let id = first(site, statement).await.unwrap();
    site.read(move |db| Ok(queries::find(db, PersonId::new(id))?.unwrap())).await
}
