//! What the mails of a site say.

use diesel::prelude::*;
use groundswell::db::schema::mails;
use groundswell::worker;

use super::Site;

/// A mail as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub kind: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub headers: Vec<(String, String)>,
    pub state: String,
}

impl Letter {
    /// A header field's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Site {
    /// Lets the worker do everything that is due.
    pub async fn work(&self) -> usize {
        worker::drain(&self.state).await.unwrap()
    }

    /// All mails, after the worker has done everything, by address and then in order.
    pub async fn letters(&self) -> Vec<Letter> {
        self.work().await;
        let rows: Vec<(String, String, String, String, String, String, String)> = self
            .read(|db| {
                Ok(mails::table
                    .order((mails::recipient, mails::id))
                    .select((
                        mails::recipient,
                        mails::kind,
                        mails::subject,
                        mails::body_text,
                        mails::body_html,
                        mails::headers,
                        mails::state,
                    ))
                    .load(db)?)
            })
            .await;
        rows.into_iter()
            .map(|(to, kind, subject, text, html, headers, state)| {
                let headers = serde_json::from_str(&headers).unwrap();
                Letter { to, kind, subject, text, html, headers, state }
            })
            .collect()
    }

    /// Who got mails of which kind: `ann:reply`.
    pub async fn told(&self) -> Vec<String> {
        let letters = self.letters().await;
        letters
            .iter()
            .map(|letter| format!("{}:{}", letter.to.replace("@example.com", ""), letter.kind))
            .collect()
    }

    /// Forgets all mails, so that a test can look at what comes next.
    pub async fn clear_letters(&self) {
        self.work().await;
        self.write(|db| Ok(diesel::delete(mails::table).execute(db)?)).await;
    }
}
