//! After the week: a walk over every column finds nothing of who left.

use diesel::prelude::*;
use groundswell::cli::doctor;
use groundswell::db::schema::{
    acts, bans, captures, deliveries, drafts, forgotten, ideas, mails, origins, outcomes, people, reports,
    revisions, sign_ins, signin_refusals, votes,
};
use groundswell::ideas::Idea;
use groundswell::people::{Person, Role};
use groundswell::privacy::replay;
use groundswell::privacy::tables::{self, Owner};
use groundswell::time::{DAY, HOUR};
use groundswell::votes::{Ballot, VoteValue, cast};

use crate::support::{Site, columns_with};

/// Found nowhere else: part of the name, the handle and the address.
const NAME: &str = "Quillonzephyr";
/// Words that nobody else uses.
const WORDS: [&str; 5] = ["xylograph", "zibeline", "brillig", "slithytove", "mimsyborogove"];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

struct Scene {
    site: Site,
    who: Person,
    own: Idea,
    other: Idea,
}

impl Scene {
    /// Somebody who has done everything that leaves a trace.
    async fn start() -> Self {
        let site = Site::start().await;
        let board = site.board("Gear").await;
        let (who, ben) = (site.customer(NAME).await, site.customer("Ben").await);
        let maja = site.person("Maja", Role::ProductManager).await;
        let own = site.idea_saying(&who, &board, "A xylograph tent", "With a zibeline lining").await;
        let other = site.idea(&ben, &board, "A quiet stove").await;
        site.follow(&ben, &own).await;
        let comment = site.comment(&who, &other, None, "Twas brillig, said the slithytove").await;
        site.comment(&ben, &other, Some(&comment), "Indeed").await;
        site.comment(&who, &own, None, "All mimsyborogove").await;
        for (idea, voter) in [(own.id, ben.clone()), (other.id, who.clone())] {
            let now = site.now();
            site.write(move |db| cast(db, &voter, idea, Ballot(Some(VoteValue::Promote)), now)).await;
        }
        site.visitor().post("/signin", &[("email", "quillonzephyr@example.com")]).await.expect(303);
        site.browser_of(&who).await.post("/settings/data/archive", &[]).await.expect(303);
        let scene = Self { site, who, own, other };
        scene.leave_traces(&maja).await;
        scene.leave_notes(&maja).await;
        scene.site.work().await;
        scene
    }

    /// Rows of other features, as these write them.
    async fn leave_traces(&self, maja: &Person) {
        let (now, team) = (self.site.now(), self.site.team("Tents", &[maja]).await);
        let (who, own, other, maja) = (self.who.id, self.own.id, self.other.id, maja.id);
        self.site
            .write(move |db| {
                let email = "quillonzephyr@example.com";
                let revision = (revisions::idea_id.eq(own), revisions::editor_id.eq(who));
                let texts = (
                    revisions::title.eq("A xylograph"),
                    revisions::body.eq("zibeline"),
                    revisions::created_at.eq(now),
                );
                diesel::insert_into(revisions::table).values((revision, texts)).execute(db)?;
                let act = (
                    acts::kind.eq("banned"),
                    acts::actor_id.eq(maja),
                    acts::person_id.eq(who),
                    acts::audience.eq("log"),
                );
                let detail = acts::detail.eq(format!(r#"{{"reason":"{NAME} shouted"}}"#));
                diesel::insert_into(acts::table)
                    .values((act, detail, acts::created_at.eq(now)))
                    .execute(db)?;
                let ban = (
                    bans::person_id.eq(who),
                    bans::reason.eq(format!("{NAME} shouted")),
                    bans::created_by.eq(maja),
                );
                diesel::insert_into(bans::table)
                    .values((ban, bans::created_at.eq(now), bans::ends_at.eq(Some(now))))
                    .execute(db)?;
                let report =
                    (reports::idea_id.eq(other), reports::reporter_id.eq(who), reports::reason.eq("spam"));
                diesel::insert_into(reports::table)
                    .values((report, reports::note.eq("It is brillig"), reports::created_at.eq(now)))
                    .execute(db)?;
                let outcome =
                    (outcomes::idea_id.eq(other), outcomes::person_id.eq(who), outcomes::value.eq("solved"));
                let line = (
                    outcomes::line.eq("so slithytove"),
                    outcomes::created_at.eq(now),
                    outcomes::updated_at.eq(now),
                );
                diesel::insert_into(outcomes::table).values((outcome, line)).execute(db)?;
                let capture = (
                    captures::idea_id.eq(other),
                    captures::person_id.eq(Some(who)),
                    captures::captured_by.eq(maja),
                );
                let words = (
                    captures::words.eq("brillig, they said"),
                    captures::is_idea.eq(false),
                    captures::state.eq("confirmed"),
                );
                diesel::insert_into(captures::table)
                    .values((capture, words, captures::created_at.eq(now)))
                    .execute(db)?;
                let payload = format!(
                    r#"{{"data":{{"idea":{{"id":{own},"title":"A xylograph tent","author":"{NAME}"}}}}}}"#
                );
                for (key, payload) in [("one", payload), ("two", format!(r#"{{"data":{{"by":"{NAME}"}}}}"#))]
                {
                    let delivery = (
                        deliveries::key.eq(key),
                        deliveries::team_id.eq(team.id),
                        deliveries::event.eq("idea_posted"),
                    );
                    let rest = (
                        deliveries::url.eq("https://example.com/"),
                        deliveries::payload.eq(payload),
                        deliveries::state.eq("delivered"),
                    );
                    let times = (
                        deliveries::attempts.eq(1),
                        deliveries::next_at.eq(now),
                        deliveries::created_at.eq(now),
                    );
                    diesel::insert_into(deliveries::table).values((delivery, rest, times)).execute(db)?;
                }
                let refusal = (
                    signin_refusals::reason.eq("domain"),
                    signin_refusals::detail.eq(email),
                    signin_refusals::created_at.eq(now),
                );
                diesel::insert_into(signin_refusals::table).values(refusal).execute(db)?;
                let draft = (
                    drafts::key_hash.eq("x"),
                    drafts::kind.eq("comment"),
                    drafts::payload.eq(r#"{"body":"brillig"}"#),
                );
                let draft: groundswell::ids::DraftId = diesel::insert_into(drafts::table)
                    .values((draft, drafts::created_at.eq(now)))
                    .returning(drafts::id)
                    .get_result(db)?;
                diesel::update(sign_ins::table).set(sign_ins::draft_id.eq(Some(draft))).execute(db)?;
                import(db, who, email, now)?;
                let told = groundswell::mail::NewMail {
                    key: "weekly".into(),
                    kind: "overdue",
                    recipient: "maja@example.com".into(),
                    subject: "Overdue".into(),
                    text: format!("A xylograph tent, by {NAME}"),
                    html: format!("<p>A xylograph tent, by {NAME}</p>"),
                    ..groundswell::mail::NewMail::default()
                };
                groundswell::mail::enqueue(db, &told, now)?;
                Ok(())
            })
            .await;
    }

    /// What moderators wrote to them and of them, and what the site itself noted.
    async fn leave_notes(&self, maja: &Person) {
        let (now, who, own, maja) = (self.site.now().micros(), self.who.id, self.own.id, maja.id);
        let notes = [
            format!(
                "INSERT INTO moderation_messages (person_id, idea_id, kind, body, created_at) \
                 VALUES ({who}, {own}, 'hidden', 'Dear {NAME}', {now})"
            ),
            format!(
                "INSERT INTO appeals (idea_id, person_id, act_id, first_by, body, created_at) \
                 SELECT {own}, {who}, id, {maja}, 'So says {NAME}', {now} FROM acts WHERE kind = 'banned'"
            ),
            format!(
                "INSERT INTO sweeps (person_id, created_by, reason, told, state, total, hidden_count, restored_count, \
                 created_at) VALUES ({who}, {maja}, 'spam', 'Enough, {NAME}', 'hidden', 0, 0, 0, {now})"
            ),
            format!(
                "INSERT INTO moderation_claims (kind, item_id, person_id, ends_at) VALUES ('idea', {own}, {who}, {now})"
            ),
            format!(
                "INSERT INTO seen_as (admin_id, person_id, began_at, until_at, ended_at) \
                 VALUES ({maja}, {who}, {now}, {now}, {now})"
            ),
            format!("INSERT INTO recovery_codes (person_id, code_hash) VALUES ({who}, 'x')"),
            format!(
                "INSERT INTO vote_signals (idea_id, person_id, network, agent, account_age, cast_at) \
                 SELECT idea_id, person_id, 1, 1, 0, {now} FROM votes WHERE person_id = {who}"
            ),
            format!(
                "INSERT INTO vote_words (idea_id, person_id, line, written_at) \
                 VALUES ({own}, {who}, 'This is {NAME}', {now})"
            ),
            format!(
                "INSERT INTO crowds (id, kind, state, facts, vote_count, found_at, decided_at) \
                 VALUES (77, 'ring', 'dismissed', '{{}}', 0, {now}, {now})"
            ),
            format!(
                "INSERT INTO crowd_acts (crowd_id, decision, actor_id, reason, note, vote_count, is_partial, state_before, \
                 effect, created_at) VALUES (77, 'dismiss', {maja}, 'other', '{NAME} is known to us', 0, FALSE, 'open', \
                 '[]', {now})"
            ),
            format!(
                "INSERT INTO screening_findings (idea_id, rule, saw, created_at) \
                 VALUES ({own}, 'words', '{{\"words\":[\"xylograph\"]}}', {now})"
            ),
            format!(
                "INSERT INTO lessons (idea_id, is_spam, words, created_at) VALUES ({own}, FALSE, 'xylograph zibeline', {now})"
            ),
        ];
        self.site
            .write(move |db| {
                for sql in &notes {
                    groundswell::db::execute(db, sql)?;
                }
                Ok(())
            })
            .await;
    }

    async fn found(&self, text: &'static str) -> Vec<String> {
        self.site.read(move |db| columns_with(db, text)).await
    }

    /// Asks to be deleted, and waits for the week to end.
    async fn leave(&self, posts: &str, votes: &str) {
        let browser = self.site.browser_of(&self.who).await;
        browser.post("/settings/delete", &[("posts", posts), ("votes", votes)]).await.expect(303);
        self.site.work().await;
        self.site.clock.advance(7 * DAY + HOUR);
        self.site.work().await;
    }

    /// Tables that say of their rows that they go with the person, and still have some.
    async fn left_over(&self) -> Vec<String> {
        let who = self.who.id;
        self.site
            .read(move |db| {
                let mut left = Vec::new();
                for table in tables::all().filter(|table| table.goes_with_person()) {
                    for owner in table.of {
                        let mine = match owner {
                            Owner::Person(_) => who.to_string(),
                            Owner::Address(_) => "'quillonzephyr@example.com'".to_owned(),
                        };
                        let (table, column) = (table.name, owner.column());
                        let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE {column} = {mine}");
                        if diesel::sql_query(sql).load::<Count>(db)?[0].n > 0 {
                            left.push(table.to_owned());
                        }
                    }
                }
                Ok(left)
            })
            .await
    }

    async fn is_whole(&self) {
        let wrong = doctor::examine(&self.site.state.db).await.unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

/// Where an import knew them.
fn import(
    db: &mut groundswell::db::Db,
    who: groundswell::ids::PersonId,
    email: &str,
    now: groundswell::time::Timestamp,
) -> groundswell::error::Result<()> {
    use groundswell::db::schema::imports;
    let texts = (
        imports::format.eq("csv"),
        imports::source.eq("old"),
        imports::files.eq("[]"),
        imports::counts.eq("{}"),
    );
    let import: i64 = diesel::insert_into(imports::table)
        .values((texts, imports::started_at.eq(now)))
        .returning(imports::id)
        .get_result(db)?;
    let origin = (origins::source.eq("old"), origins::kind.eq("person"), origins::source_id.eq(email));
    let row = (origins::row_id.eq(who.raw()), origins::import_id.eq(import), origins::digest.eq(""));
    diesel::insert_into(origins::table).values((origin, row)).execute(db)?;
    Ok(())
}

#[actix_web::test]
async fn nothing_is_found_of_whoever_took_everything_along() {
    let scene = Scene::start().await;
    for text in [NAME].into_iter().chain(WORDS) {
        assert!(!scene.found(text).await.is_empty(), "{text} is there before");
    }
    let page = scene.site.visitor().get("/search?q=xylograph").await.expect(200);
    assert!(page.text.contains("A xylograph tent"));
    assert!(scene.left_over().await.len() > 4, "there was something to delete");
    scene.leave("go", "go").await;
    assert_eq!(scene.left_over().await, [""; 0]);
    for text in [NAME].into_iter().chain(WORDS) {
        assert_eq!(scene.found(text).await, [""; 0], "{text} is gone");
    }
    let visitor = scene.site.visitor();
    for word in ["xylograph", "brillig", "slithytove"] {
        let page = visitor.get(&format!("/search?q={word}")).await.expect(200);
        assert!(
            !page.text.contains("A quiet stove") && !page.text.contains("xylograph tent"),
            "{word} is found"
        );
    }
    visitor.get(&format!("/ideas/{}", scene.own.id)).await.expect(404);
    let other = scene.site.stored_idea(scene.other.id).await;
    assert_eq!((other.ranks.promotions, other.comment_count), (1, 1), "Ben's own vote and reply stay");
    let who = scene.who.id;
    let left: i64 = scene
        .site
        .read(move |db| Ok(votes::table.filter(votes::person_id.eq(who)).count().get_result(db)?))
        .await;
    assert_eq!(left, 0);
    scene.is_whole().await;
}

#[actix_web::test]
async fn what_may_stay_stays_without_a_name() {
    let scene = Scene::start().await;
    scene.leave("stay", "stay").await;
    assert_eq!(scene.left_over().await, [""; 0]);
    assert_eq!(scene.found(NAME).await, [""; 0]);
    let visitor = scene.site.visitor();
    let page = visitor.visit(&format!("/ideas/{}", scene.own.id)).await.expect(200);
    assert!(page.text.contains("A xylograph tent") && page.text.contains("former member"));
    assert!(visitor.get("/search?q=brillig").await.expect(200).text.contains("A quiet stove"));
    let other = scene.site.stored_idea(scene.other.id).await;
    assert_eq!((other.ranks.promotions, other.comment_count), (2, 2));
    let (id, who) = (scene.own.id, scene.who.id);
    let author: groundswell::ids::PersonId =
        scene.site.read(move |db| Ok(ideas::table.find(id).select(ideas::author_id).first(db)?)).await;
    assert_eq!(author, who);
    let told: i64 = scene
        .site
        .read(|db| Ok(mails::table.filter(mails::kind.eq("overdue")).count().get_result(db)?))
        .await;
    assert_eq!(told, 1, "mails to others stay, without the name");
    scene.is_whole().await;
}

#[actix_web::test]
async fn whoever_was_deleted_is_deleted_again_after_a_restore() {
    let scene = Scene::start().await;
    let (who, joined) = (scene.who.id, scene.who.created_at);
    scene.leave("go", "go").await;
    let list = scene.site.read(replay::list).await.join("\n");
    let hashes: i64 = scene.site.read(|db| Ok(forgotten::table.count().get_result(db)?)).await;
    assert_eq!(hashes, 1);
    assert!(list.ends_with(" go go"), "{list}");
    // As a backup of last week would have it.
    let now = scene.site.now();
    let (closed, others) = scene
        .site
        .write(move |db| {
            diesel::delete(forgotten::table).execute(db)?;
            diesel::update(people::table.find(who))
                .set((
                    people::former_at.eq(None::<groundswell::time::Timestamp>),
                    people::name.eq(NAME),
                    people::created_at.eq(joined),
                ))
                .execute(db)?;
            let site = groundswell::site::find(db)?;
            let wanted = replay::parse(&list)?;
            let (last, closed) = replay::replay(db, &wanted, &site, groundswell::ids::PersonId::new(0), now)?;
            let (end, none) = replay::replay(db, &wanted, &site, last.unwrap(), now)?;
            assert_eq!((end, none), (None, 0));
            let others: i64 =
                people::table.filter(people::leaving_at.is_not_null()).count().get_result(db)?;
            Ok((closed, others))
        })
        .await;
    assert_eq!((closed, others), (1, 1));
    scene.site.work().await;
    assert_eq!(scene.found(NAME).await, [""; 0]);
    assert!(replay::parse("deadbeef maybe go").is_err());
}
