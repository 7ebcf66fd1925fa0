//! What a test begins with: boards, people of every role, ideas.

use actix_session::storage::SessionStore as _;
use actix_web::cookie::{Cookie, CookieJar};
use groundswell::boards::{Board, BoardDraft};
use groundswell::comments::{self, Comment, CommentDraft, CommentInput};
use groundswell::http::session::{DatabaseStore, Limits};
use groundswell::http::state::State;
use groundswell::ideas::{Idea, IdeaDraft, IdeaInput, submit};
use groundswell::ids::IdeaId;
use groundswell::people::create::{NewPerson, create};
use groundswell::people::{Person, Role};
use groundswell::{boards, server, site};

use super::{Browser, Site};

/// Names the site and ends its set-up.
pub async fn set_up(state: &State) {
    let now = state.now();
    state
        .db
        .write(move |db| {
            let mut settings = site::find(db)?;
            settings.name = "Halden Ideas".into();
            settings.setup_token_hash = None;
            site::save(db, settings, now)
        })
        .await
        .unwrap();
}

impl Site {
    /// Makes the site a demonstration, which lets in without a mail.
    pub async fn make_demo(&self) {
        let now = self.now();
        self.write(move |db| {
            let mut settings = site::find(db)?;
            settings.is_demo = true;
            site::save(db, settings, now)
        })
        .await;
        self.state.reload().await.unwrap();
    }

    /// A public board for promotions and demotions.
    pub async fn board(&self, name: &'static str) -> Board {
        self.board_from(BoardDraft::parse(name, "", "").unwrap()).await
    }

    /// A board from a draft.
    pub async fn board_from(&self, draft: BoardDraft) -> Board {
        let now = self.now();
        let board = self.write(move |db| boards::create(db, &draft, now)).await;
        self.state.reload().await.unwrap();
        board
    }

    /// A person with a role; their address is `name@example.com`.
    pub async fn person(&self, name: &'static str, role: Role) -> Person {
        let now = self.now();
        let email = format!("{}@example.com", name.to_lowercase());
        self.write(move |db| {
            create(db, &NewPerson { name, email: Some(&email), role, handle: None, is_imported: false }, now)
        })
        .await
    }

    /// A customer.
    pub async fn customer(&self, name: &'static str) -> Person {
        self.person(name, Role::Customer).await
    }

    /// A browser that somebody has just signed in with.
    pub async fn browser_of(&self, person: &Person) -> Browser {
        let proved = serde_json::to_string(&self.now().micros()).unwrap();
        let state = [
            ("person".to_owned(), serde_json::to_string(&person.id).unwrap()),
            ("proved".to_owned(), proved),
        ];
        let limits = Limits::of(&self.state.config);
        let store = DatabaseStore::new(self.state.db.clone(), self.clock.clone(), limits);
        let key = store.save(state.into(), &actix_web::cookie::time::Duration::days(1)).await.unwrap();
        let settings = self.state.settings().await.unwrap();
        let mut jar = CookieJar::new();
        jar.signed_mut(&server::session_key(&settings.site))
            .add(Cookie::new("groundswell", key.as_ref().to_owned()));
        let browser = self.visitor();
        browser.keep_cookie(&jar.get("groundswell").unwrap().to_string());
        browser
    }

    /// An idea on a board, posted through the same function as a form.
    pub async fn idea(&self, author: &Person, board: &Board, title: &str) -> Idea {
        self.idea_saying(author, board, title, &format!("{title}, because it is missed.")).await
    }

    /// The same with a text of its own.
    pub async fn idea_saying(&self, author: &Person, board: &Board, title: &str, body: &str) -> Idea {
        let settings = self.state.settings().await.unwrap();
        let input = IdeaInput { board: &board.slug, title, body, ..IdeaInput::default() };
        let draft = IdeaDraft::parse(&input, &settings.catalog, author.role.is_staff()).unwrap();
        let (author, now) = (author.clone(), self.now());
        self.write(move |db| submit::submit(db, &author, &draft, &settings, now)).await
    }

    /// An idea as it is stored now.
    pub async fn stored_idea(&self, id: IdeaId) -> Idea {
        self.read(move |db| groundswell::ideas::queries::find(db, id)).await
    }
}

impl Site {
    /// A comment, posted through the same function as a form; a reply when there is a parent.
    pub async fn comment(
        &self,
        author: &Person,
        idea: &Idea,
        parent: Option<&Comment>,
        body: &str,
    ) -> Comment {
        let settings = self.state.settings().await.unwrap();
        let parent = parent.map_or_else(String::new, |parent| parent.id.to_string());
        let draft = CommentDraft::parse(&CommentInput { body, parent: &parent, form_key: "" }).unwrap();
        let (author, idea, now) = (author.clone(), idea.id, self.now());
        self.write(move |db| comments::post::post(db, &author, idea, &draft, &settings, now)).await
    }

    /// Somebody follows an idea.
    pub async fn follow(&self, person: &Person, idea: &Idea) {
        let (person, idea, now) = (person.id, idea.id, self.now());
        self.write(move |db| groundswell::follows::set(db, idea, person, true, now)).await;
    }
}
