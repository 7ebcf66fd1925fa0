//! Every address that a page, mail or feed prints. The site may live under a path, so no template writes one itself.

use url::Url;

use crate::ids::{BoardId, CommentId, ConnectionId, IdeaId, PanelId, PersonId, RoundId, StormId};

/// Where other sites send people whom they sign in here. What stands in its query opens a session: it is told to nobody.
pub const TOKEN_SIGN_IN: &str = "/sign-in/token";
/// Where OpenID providers send people back. What stands in its query is told to nobody, either.
pub const OPENID_CALLBACK: &str = "/sign-in/openid/callback";

/// Where sign-ins at OpenID providers begin. What stands in the address that each leads to is good once.
const OPENID_START: &str = "/sign-in/openid/{connection}";

/// Whether a route's addresses, or those that it leads to, open a session.
pub fn is_secret(pattern: &str) -> bool {
    [TOKEN_SIGN_IN, OPENID_CALLBACK, OPENID_START].iter().any(|own| pattern.ends_with(own))
}

/// Makes addresses below the site's own.
#[derive(Debug, Clone)]
pub struct Links {
    origin: String,
    prefix: String,
}

impl Links {
    /// Takes the site's address apart: its origin and the path that everything lies under.
    pub fn new(base: &Url) -> Self {
        Self {
            origin: base.origin().ascii_serialization(),
            prefix: base.path().trim_end_matches('/').to_owned(),
        }
    }

    /// The path that everything lies under: empty, or beginning with a slash and ending without.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host alone, for the identities of mails.
    pub fn host(&self) -> &str {
        let rest = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, rest)| rest);
        let host = rest
            .rsplit_once(':')
            .filter(|(_, port)| port.parse::<u16>().is_ok())
            .map_or(rest, |(host, _)| host);
        host.trim_matches(['[', ']'])
    }

    /// Where a reader of mails chooses which ones to get.
    pub fn mail_settings(&self) -> String {
        self.to("/settings/notifications")
    }

    /// The page behind the link in a mail that ends its kind.
    pub fn unsubscribe(&self, token: &str) -> String {
        self.to(&format!("/unsubscribe/{token}"))
    }

    /// A path below the site, which begins with a slash: `to("/desk")`.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// What [`Links::to`] and its kin gave, with scheme and host before it, for mails and feeds.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The path of an idea, with its title in it for people to read; the number decides.
    pub fn idea(&self, id: IdeaId, title: &str) -> String {
        let slug = crate::text::slug::slug(title);
        if slug.is_empty() {
            self.to(&format!("/ideas/{id}"))
        } else {
            self.to(&format!("/ideas/{id}-{slug}"))
        }
    }

    /// The page of a storm session, with its question in it for people to read; the number decides.
    pub fn storm(&self, id: StormId, question: &str) -> String {
        self.to(&format!("/storms/{}", crate::text::slug::with_number(id.raw(), question)))
    }

    /// A storm session on the desk.
    pub fn desk_storm(&self, id: StormId) -> String {
        self.to(&format!("/desk/storms/{id}"))
    }

    /// The page of a vote round, with its title in it for people to read; the number decides.
    pub fn round(&self, id: RoundId, title: &str) -> String {
        self.to(&format!("/rounds/{}", crate::text::slug::with_number(id.raw(), title)))
    }

    /// A vote round on the desk.
    pub fn desk_round(&self, id: RoundId) -> String {
        self.to(&format!("/desk/rounds/{id}"))
    }

    /// An evaluation panel.
    pub fn panel(&self, id: PanelId) -> String {
        self.to(&format!("/desk/panels/{id}"))
    }

    /// Something below an idea: `idea_act(id, "vote")`.
    pub fn idea_act(&self, id: IdeaId, act: &str) -> String {
        self.to(&format!("/ideas/{id}/{act}"))
    }

    /// A comment, at its place on the idea's page: the page of comments that has it.
    pub fn comment(&self, idea: IdeaId, title: &str, comment: CommentId) -> String {
        format!("{}?comment={comment}#comment-{comment}", self.idea(idea, title))
    }

    /// Something below a comment: `comment_act(id, "report")`.
    pub fn comment_act(&self, id: CommentId, act: &str) -> String {
        self.to(&format!("/comments/{id}/{act}"))
    }

    /// Where an author reads what was decided about a post.
    pub fn decision(&self, comment: Option<CommentId>, idea: IdeaId) -> String {
        comment
            .map_or_else(|| self.idea_act(idea, "decision"), |comment| self.comment_act(comment, "decision"))
    }

    /// A board's list.
    pub fn board(&self, slug: &str) -> String {
        self.to(&format!("/boards/{slug}"))
    }

    /// A board's page in the administration.
    pub fn admin_board(&self, id: BoardId) -> String {
        self.to(&format!("/admin/boards/{id}"))
    }

    /// A person's public page.
    pub fn person(&self, id: PersonId) -> String {
        self.to(&format!("/people/{id}"))
    }

    /// A person's picture.
    pub fn avatar(&self, id: PersonId) -> String {
        self.to(&format!("/people/{id}/avatar.svg"))
    }

    /// An idea in the desk.
    pub fn desk_idea(&self, id: IdeaId) -> String {
        self.to(&format!("/desk/ideas/{id}"))
    }

    /// A team's inbox.
    pub fn team(&self, slug: &str) -> String {
        self.to(&format!("/desk/teams/{slug}"))
    }

    /// The sign-in page, which leads back to `path`.
    pub fn sign_in(&self, path: &str) -> String {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", path).finish();
        self.to(&format!("/signin?{query}"))
    }

    /// Where a sign-in at an OpenID provider begins, which leads back to `path`.
    pub fn openid(&self, connection: ConnectionId, path: &str) -> String {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", path).finish();
        self.to(&format!("/sign-in/openid/{connection}?{query}"))
    }

    /// A page that a form may send people back to: a path of this site and nothing else, so that a
    /// crafted address cannot lead them away.
    pub fn safe_return(&self, to: Option<&str>) -> String {
        let home = self.to("/");
        let Some(to) = to else { return home };
        let is_local =
            to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\0', '\t']);
        if is_local && to.starts_with(&self.prefix) { to.to_owned() } else { home }
    }
}
