//! A second step of signing in, as an app on a phone would take it.

use diesel::prelude::*;
use groundswell::db::schema::{mails, two_steps};
use groundswell::people::Person;
use groundswell::people::two_step;
use totp_rs::{Builder, Secret};

use super::{Browser, Page, Site};

/// The code that a mail holds.
pub fn code_in(mail: &str) -> String {
    let line =
        mail.lines().map(str::trim).find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit()));
    line.unwrap_or_else(|| panic!("no code in {mail}")).to_owned()
}

impl Site {
    /// What an app shows now for a secret.
    pub fn app_code(&self, secret: &str) -> String {
        let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
        let totp = Builder::new().with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(self.now().micros() / 1_000_000).unwrap()).to_string()
    }

    /// Somebody's second step, on since half a minute ago: the secret and the recovery codes.
    pub async fn second_step(&self, person: &Person) -> (String, Vec<String>) {
        let (id, now) = (person.id, self.now());
        let secret: String = self
            .write(move |db| {
                two_step::begin(db, id, now)?;
                Ok(two_steps::table.find(id).select(two_steps::secret).first(db)?)
            })
            .await;
        let (code, person, settings) =
            (self.app_code(&secret), person.clone(), self.state.settings().await.unwrap());
        let codes = self
            .write(move |db| two_step::confirm(db, &person, &code, (&settings.site, &settings.links), now))
            .await;
        self.clock.advance(30 * groundswell::time::SECOND);
        (secret, codes.unwrap())
    }

    /// The text of the last mail of a kind to somebody.
    pub async fn mail_of(&self, person: &Person, kind: &'static str) -> String {
        let email = person.email.clone().unwrap();
        self.read(move |db| {
            Ok(mails::table
                .filter(mails::recipient.eq(email))
                .filter(mails::kind.eq(kind))
                .order(mails::id.desc())
                .select(mails::body_text)
                .first(db)?)
        })
        .await
    }

    /// The first step of signing in, by a code from a mail.
    pub async fn first_step(&self, person: &Person) -> (Browser, Page) {
        let browser = self.visitor();
        let email = person.email.clone().unwrap();
        browser.post("/signin", &[("email", &email), ("return_to", "/help")]).await.expect(303);
        let code = code_in(&self.mail_of(person, "sign_in").await);
        let page = browser.post("/signin/code", &[("code", &code)]).await.expect(303);
        (browser, page)
    }
}
