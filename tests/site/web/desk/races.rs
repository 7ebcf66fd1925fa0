//! Two managers at the same idea at the same time: one wins; the other sees who did what, and loses no word.

use diesel::prelude::*;
use futures_util::future::join;
use groundswell::boards::Board;
use groundswell::db::schema::{acts, events, merges, responses, route_steps, routes};
use groundswell::ids::{IdeaId, RouteId};
use groundswell::people::{Person, Role};
use groundswell::triage::routes::{Move, RouteState};
use groundswell::triage::teams::Team;

use super::field;
use crate::support::{Browser, Page, Site};

/// Rounds of a race: which of the two comes first differs.
const ROUNDS: usize = 4;

struct Scene {
    site: Site,
    board: Board,
    ann: Person,
    aino: Person,
    maja: Person,
    tents: Team,
    stoves: Team,
    /// Maja's and Nils's.
    browsers: [Browser; 2],
}

/// Who won, who lost, and what the loser read. The first of the two is Maja's.
struct Outcome {
    winner: &'static str,
    lost: Page,
    is_first: bool,
}

impl Scene {
    async fn new() -> Self {
        let site = Site::start().await;
        let board = site.board("Gear").await;
        let ann = site.customer("Ann").await;
        let maja = site.person("Maja", Role::ProductManager).await;
        let nils = site.person("Nils", Role::Administrator).await;
        let aino = site.person("Aino", Role::TeamMember).await;
        let tents = site.team("Tents", &[&aino]).await;
        let stoves = site.team("Stoves", &[]).await;
        let browsers = [site.browser_of(&maja).await, site.browser_of(&nils).await];
        Self { site, board, ann, aino, maja, tents, stoves, browsers }
    }

    async fn idea(&self, title: &str) -> IdeaId {
        self.site.idea(&self.ann, &self.board, title).await.id
    }

    /// Both post at once: to each address, these fields.
    async fn both(&self, paths: [&str; 2], forms: [&[(&str, &str)]; 2]) -> [Page; 2] {
        let [one, other] = &self.browsers;
        let (x, y) = join(one.post(paths[0], forms[0]), other.post(paths[1], forms[1])).await;
        [x, y]
    }

    /// The same; exactly one may win, and the other is told of a conflict.
    async fn race(&self, paths: [&str; 2], forms: [&[(&str, &str)]; 2]) -> Outcome {
        let [x, y] = self.both(paths, forms).await;
        let is_first = x.status.as_u16() == 303;
        let (won, lost) = if is_first { (x, y) } else { (y, x) };
        assert_eq!((won.status.as_u16(), lost.status.as_u16()), (303, 409), "{}", lost.text);
        Outcome { winner: if is_first { "Maja" } else { "Nils" }, lost, is_first }
    }

    async fn told(&self, kind: &'static str) -> i64 {
        self.site
            .read(move |db| Ok(events::table.filter(events::kind.eq(kind)).count().get_result(db)?))
            .await
    }

    async fn acts_of(&self, idea: IdeaId) -> Vec<String> {
        let own = acts::table.filter(acts::idea_id.eq(idea)).order(acts::id).select(acts::kind);
        self.site.read(move |db| Ok(own.load(db)?)).await
    }
}

#[track_caller]
fn reads(page: &Page, place: &str, parts: &[&str]) {
    let text = page.text_of(place);
    for part in parts {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[actix_web::test]
async fn of_two_who_answer_at_once_one_answers_and_the_other_keeps_the_text_and_the_private_line() {
    let scene = Scene::new().await;
    let (planned, declined) = (
        scene.site.status(&scene.board, "planned").await,
        scene.site.status(&scene.board, "not_planned").await,
    );
    for round in 0..ROUNDS {
        let idea = scene.idea(&format!("A lighter tent {round}")).await;
        let path = format!("/desk/ideas/{idea}");
        let seen = field(&scene.browsers[0].get(&path).await, "seen");
        let form = |status, text, line, effort| {
            [
                ("seen", seen.as_str()),
                ("status", status),
                ("effort", effort),
                ("response", text),
                ("private", line),
            ]
        };
        let yes = form(planned.as_str(), "Next spring.", "Call me about it.", "s");
        let no = form(declined.as_str(), "Too dear for us.", "Sorry, Ann.", "xl");
        let act = format!("{path}/answer");
        let done = scene.race([&act, &act], [&yes, &no]).await;
        let own = if done.is_first { no } else { yes };
        reads(&done.lost, ".flash.warn", &[done.winner, "Nothing of yours was saved"]);
        assert_eq!(done.lost.text_of("#response"), own[3].1);
        assert_eq!(done.lost.text_of("#private"), own[4].1);
        assert_eq!(done.lost.attributes("#status option[selected]", "value"), [own[1].1]);
        assert_eq!(done.lost.attributes("#effort option[selected]", "value"), [own[2].1]);
        let given: Vec<String> = scene
            .site
            .read(move |db| {
                let of = responses::table.filter(responses::idea_id.eq(idea));
                Ok(of.select(responses::body).load(db)?)
            })
            .await;
        assert_eq!(given, [if done.is_first { "Next spring." } else { "Too dear for us." }]);
        assert_eq!(
            scene.acts_of(idea).await,
            ["idea_submitted", "effort_changed", "status_changed", "answered"]
        );
        // Whoever reads that and still means it sends the form again.
        let loser = usize::from(done.is_first);
        let seen = field(&done.lost, "seen");
        let again: Vec<(&str, &str)> =
            own.iter().map(|(name, value)| (*name, if *name == "seen" { &*seen } else { value })).collect();
        scene.browsers[loser].post(&act, &again).await.expect(303);
    }
    assert_eq!(scene.told("answered").await, 2 * i64::try_from(ROUNDS).unwrap());
}

#[actix_web::test]
async fn of_two_who_edit_an_answer_at_once_one_edits_and_the_other_sees_both_texts() {
    let scene = Scene::new().await;
    for round in 0..ROUNDS {
        let title = format!("A lighter tent {round}");
        let idea = scene.site.idea(&scene.ann, &scene.board, &title).await;
        scene.site.answer(&scene.maja, &scene.board, &idea, "planned", "Soon.").await;
        let page = scene.browsers[0].get(&format!("/desk/ideas/{}", idea.id)).await.expect(200);
        let edit = page.attributes(".response .meta a", "href").remove(0);
        let seen = field(&scene.browsers[0].get(&edit).await.expect(200), "seen");
        let (a, b) = (
            [("seen", seen.as_str()), ("response", "In spring.")],
            [("seen", seen.as_str()), ("response", "In autumn.")],
        );
        let done = scene.race([&edit, &edit], [&a, &b]).await;
        let (theirs, own) = if done.is_first { (a[1].1, b[1].1) } else { (b[1].1, a[1].1) };
        reads(&done.lost, ".flash.warn", &[done.winner, "edited this answer"]);
        reads(&done.lost, ".response", &[theirs]);
        assert_eq!(done.lost.text_of("textarea#response"), own);
        let seen = field(&done.lost, "seen");
        let again = [("seen", seen.as_str()), ("response", own)];
        scene.browsers[usize::from(done.is_first)].post(&edit, &again).await.expect(303);
        let kinds = scene.acts_of(idea.id).await;
        assert_eq!(kinds.iter().filter(|kind| *kind == "response_edited").count(), 2, "{kinds:?}");
    }
}

#[actix_web::test]
async fn of_two_who_send_an_idea_to_a_team_at_once_one_sends_and_the_other_keeps_the_note() {
    let scene = Scene::new().await;
    let (tents, stoves) = (scene.tents.id.to_string(), scene.stoves.id.to_string());
    for round in 0..ROUNDS {
        let to_other = round % 2 == 1;
        let idea = scene.idea(&format!("A stove in the tent {round}")).await;
        let path = format!("/desk/ideas/{idea}");
        let held = field(&scene.browsers[0].get(&path).await.expect(200), "held");
        let form = |team, note| {
            [("held", held.as_str()), ("team", team), ("due", "2026-03-01"), ("route_note", note)]
        };
        let a = form(tents.as_str(), "Weigh the poles.");
        let b = form(if to_other { stoves.as_str() } else { tents.as_str() }, "Weigh the pegs.");
        let act = format!("{path}/routes");
        let done = scene.race([&act, &act], [&a, &b]).await;
        let (theirs, own) = if done.is_first { (a, b) } else { (b, a) };
        let team = if theirs[1].1 == tents { "Tents" } else { "Stoves" };
        reads(&done.lost, ".flash.warn", &[team, done.winner, "sent it"]);
        assert_eq!(done.lost.text_of("#route_note"), own[3].1);
        assert_eq!(done.lost.attributes("#team option[selected]", "value"), [own[1].1]);
        assert_eq!(done.lost.attributes("#due", "value"), ["2026-03-01"]);
        assert_eq!(routes_of(&scene, idea).await.len(), 1);
        let held = field(&done.lost, "held");
        let again: Vec<(&str, &str)> =
            own.iter().map(|(name, value)| (*name, if *name == "held" { &*held } else { value })).collect();
        let loser = &scene.browsers[usize::from(done.is_first)];
        let page = loser.post(&act, &again).await;
        if to_other {
            page.expect(303);
            assert_eq!(routes_of(&scene, idea).await.len(), 2, "whoever still means it sends it as well");
        } else {
            let page = page.expect(409);
            assert!(page.text_of("#team-error").contains("has the idea already"));
        }
    }
}

async fn routes_of(scene: &Scene, idea: IdeaId) -> Vec<(RouteId, RouteState)> {
    let of = routes::table.filter(routes::idea_id.eq(idea)).order(routes::id);
    scene.site.read(move |db| Ok(of.select((routes::id, routes::state)).load(db)?)).await
}

#[actix_web::test]
async fn of_two_who_pass_a_route_on_or_answer_its_question_at_once_one_does_and_the_other_keeps_the_words() {
    let scene = Scene::new().await;
    let kitchens = scene.site.team("Kitchens", &[]).await;
    let (stoves, kitchens) = (scene.stoves.id.to_string(), kitchens.id.to_string());
    for round in 0..ROUNDS {
        let title = format!("Which colour {round}");
        let idea = scene.site.idea(&scene.ann, &scene.board, &title).await;
        let route = scene.site.send_to(&scene.maja, &idea, &scene.tents).await;
        scene.site.make_move(&scene.aino, route, Move::AskDesk, "Red or green?").await;
        let path = format!("/desk/routes/{route}");
        let answer = format!("{path}/answer");
        let (red, green) = ([("words", "Red."), ("return_to", "/desk/returned")], [("words", "Green.")]);
        let done = scene.race([&answer, &answer], [&red, &green]).await;
        let own = if done.is_first { "Green." } else { "Red." };
        reads(&done.lost, ".flash.warn", &["Tents", &format!("{} answered", done.winner)]);
        assert_eq!(done.lost.text_of("#kept"), own);
        let said: Vec<String> = scene
            .site
            .read(move |db| {
                let steps = route_steps::table.filter(route_steps::route_id.eq(route));
                let answered = steps.filter(route_steps::kind.eq("answered"));
                Ok(answered.select(route_steps::body).load(db)?)
            })
            .await;
        assert_eq!(said, [if done.is_first { "Red." } else { "Green." }]);

        let pass = format!("{path}/reassign");
        let (a, b) = (
            [("team", stoves.as_str()), ("route_note", "It burns.")],
            [("team", kitchens.as_str()), ("route_note", "It cooks.")],
        );
        let done = scene.race([&pass, &pass], [&a, &b]).await;
        reads(&done.lost, ".flash.warn", &[done.winner, "passed it on to another team"]);
        assert_eq!(done.lost.text_of("#kept"), if done.is_first { "It cooks." } else { "It burns." });
        let all = routes_of(&scene, idea.id).await;
        let open = all.iter().filter(|(_, state)| state.is_open()).count();
        assert_eq!((all.len(), open), (2, 1));
    }
}

#[actix_web::test]
async fn of_two_who_merge_at_once_one_merges_and_the_other_sees_where_it_went() {
    let scene = Scene::new().await;
    for round in 0..ROUNDS {
        let source = scene.idea(&format!("Lighter poles {round}")).await;
        let first = scene.idea(&format!("Carbon tent {round}")).await;
        let second = scene.idea(&format!("Bamboo tent {round}")).await;
        let path = format!("/desk/ideas/{source}/merge");
        let (a, b) = (first.to_string(), second.to_string());
        let done = scene.race([&path, &path], [&[("into", &a)], &[("into", &b)]]).await;
        let (there, chosen) = if done.is_first { ("Carbon", second) } else { ("Bamboo", first) };
        reads(&done.lost, ".flash.warn", &[done.winner, "merged this idea", there]);
        reads(&done.lost, "main", &["You had chosen", if done.is_first { "Bamboo" } else { "Carbon" }]);
        let home = if done.is_first { first } else { second };
        let compare = format!("/desk/ideas/{home}/merge?into={chosen}");
        assert!(done.lost.attributes("main a", "href").contains(&compare), "{}", done.lost.text);
        scene.browsers[0].get(&compare).await.expect(200);

        // The two others the two ways round: no circle, and the second hears why not.
        let (ab, ba) = (format!("/desk/ideas/{first}/merge"), format!("/desk/ideas/{second}/merge"));
        let done = scene.race([&ab, &ba], [&[("into", &b)], &[("into", &a)]]).await;
        reads(&done.lost, ".flash.warn", &[done.winner, "merged the idea that you chose into this one"]);
        let stand: i64 = scene
            .site
            .read(move |db| {
                let of = merges::table.filter(merges::idea_id.eq_any([source, first, second]));
                Ok(of.filter(merges::undone_at.is_null()).count().get_result(db)?)
            })
            .await;
        assert_eq!(stand, 2);
    }
    assert_eq!(scene.told("idea_merged").await, 2 * i64::try_from(ROUNDS).unwrap());
}

#[actix_web::test]
async fn whoever_answers_or_sends_an_idea_that_is_merged_at_the_same_time_finds_the_words_at_its_new_place() {
    let scene = Scene::new().await;
    let open = scene.site.status(&scene.board, "open").await;
    let team = scene.tents.id.to_string();
    for round in 0..2 * ROUNDS {
        let source = scene.idea(&format!("Lighter poles {round}")).await;
        let target = scene.idea(&format!("Carbon tent {round}")).await;
        let path = format!("/desk/ideas/{source}");
        let page = scene.browsers[1].get(&path).await.expect(200);
        let (seen, held, into) = (field(&page, "seen"), field(&page, "held"), target.to_string());
        let answers = round % 2 == 0;
        let late: Vec<(&str, &str)> = if answers {
            vec![
                ("seen", &seen),
                ("status", &open),
                ("effort", ""),
                ("response", "Soon."),
                ("private", "Ann!"),
            ]
        } else {
            vec![("held", &held), ("team", &team), ("due", ""), ("route_note", "Weigh them.")]
        };
        let act = format!("{path}/{}", if answers { "answer" } else { "routes" });
        let [merged, other] = scene.both([&format!("{path}/merge"), &act], [&[("into", &into)], &late]).await;
        merged.expect(303);
        let other = if other.status.as_u16() == 303 {
            // It was first, so the merge came after it. Once more is too late for sure.
            let late: Vec<(&str, &str)> = late
                .iter()
                .map(|(name, value)| (*name, if *value == "Soon." { "Soon, we hope." } else { value }))
                .collect();
            scene.browsers[1].post(&act, &late).await
        } else {
            other
        };
        let other = other.expect(409);
        reads(&other, ".flash.warn", &["Maja merged the idea that you were"]);
        assert!(other.text_of("h1").contains("Carbon tent"));
        if answers {
            assert!(other.text_of("#response").starts_with("Soon"), "{}", other.text);
            assert_eq!(other.text_of("#private"), "Ann!");
        } else {
            assert_eq!(other.text_of("#route_note"), "Weigh them.");
            assert_eq!(other.attributes("#team option[selected]", "value"), [team.as_str()]);
        }
        assert_eq!(routes_of(&scene, target).await, []);
        assert_eq!(scene.site.stored_idea(target).await.answered_at, None);
    }
}

#[actix_web::test]
async fn what_a_team_or_the_author_types_about_an_idea_that_was_merged_or_settled_meanwhile_is_not_lost() {
    let scene = Scene::new().await;
    let idea = scene.site.idea(&scene.ann, &scene.board, "Lighter poles").await;
    let target = scene.idea("Carbon tent").await;
    let route = scene.site.send_to(&scene.maja, &idea, &scene.tents).await;
    scene.site.make_move(&scene.aino, route, Move::AskAuthor, "How light?").await;
    let author = scene.site.browser_of(&scene.ann).await;
    let question = format!("/ideas/{}/questions/{route}", idea.id);
    author.get(&question).await.expect(200);
    let answer = format!("/desk/routes/{route}/answer");
    scene.browsers[0].post(&answer, &[("words", "Very.")]).await.expect(303);
    let page = author.post(&question, &[("words", "Half a kilo.")]).await.expect(409);
    reads(&page, ".flash.warn", &["was answered", "Lighter poles"]);
    assert_eq!(page.text_of("#kept"), "Half a kilo.");
    let other = scene.site.browser_of(&scene.site.customer("Ben").await).await;
    other.post(&question, &[("words", "Half a kilo.")]).await.expect(404);

    let into = target.to_string();
    let merge = format!("/desk/ideas/{}/merge", idea.id);
    scene.browsers[0].post(&merge, &[("into", &into)]).await.expect(303);
    let member = scene.site.browser_of(&scene.aino).await;
    let decline = format!("/desk/routes/{route}/decline");
    // The team goes on with what it has; only who comes second is told what was first.
    member.post(&decline, &[("words", "We sew, we do not weigh.")]).await.expect(303);
    let page = scene.browsers[1].post(&decline, &[("words", "No.")]).await.expect(409);
    reads(&page, ".flash.warn", &["Aino declined"]);
    assert_eq!(page.text_of("#kept"), "No.");
    other.post(&decline, &[("words", "No.")]).await.expect(403);
    let outsider = scene.site.person("Bram", Role::TeamMember).await;
    let outsider = scene.site.browser_of(&outsider).await;
    outsider.post(&decline, &[("words", "No.")]).await.expect(404);
}
