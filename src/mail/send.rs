//! Handing a mail to the mail server. The same row always makes the same message, so that a second try after a crash is
//! known to receivers by its `Message-ID`.

use std::time::{Duration, SystemTime};

use lettre::address::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::Outgoing;
use crate::config::Config;
use crate::error::{Error, Result};

/// How many mails are claimed and sent at once, and how many connections to the mail server there are at most.
pub const AT_ONCE: u32 = 4;
/// How long one mail may take. Half a lease, so that nobody else takes the mail up while it is being sent.
const PATIENCE: Duration = Duration::from_secs(60);
/// Answers that refuse us and not the mail: authentication is missing or wrong. They are mended by the configuration.
const REFUSES_US: [u16; 5] = [530, 534, 535, 538, 521];

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// There is no mail server.
    Kept,
    /// It is to be tried again; why.
    Later(String),
    /// It will never go; why.
    Never(String),
}

/// Sends mails, or keeps them when no mail server is configured.
pub struct Sender {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
    from: Mailbox,
    host: String,
}

impl Sender {
    /// A sender for this configuration.
    pub fn new(config: &Config) -> Result<Self> {
        let from = config
            .mail_from
            .parse()
            .map_err(|cause| Error::internal(format!("mail_from `{}`: {cause}", config.mail_from)))?;
        let host = config.base()?.host_str().unwrap_or("localhost").trim_matches(['[', ']']).to_owned();
        let transport = config.smtp_url.as_deref().map(transport).transpose()?;
        Ok(Self { transport, from, host })
    }

    /// Whether there is a mail server.
    pub fn has_server(&self) -> bool {
        self.transport.is_some()
    }

    /// Sends one mail. Never fails: whatever happens is an outcome.
    pub async fn send(&self, mail: &Outgoing) -> Outcome {
        let Some(transport) = &self.transport else { return Outcome::Kept };
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(cause) => return Outcome::Never(cause.to_string()),
        };
        match tokio::time::timeout(PATIENCE, transport.send(message)).await {
            Ok(Ok(_)) => Outcome::Sent,
            Ok(Err(cause)) => outcome(&cause),
            Err(_) => Outcome::Later("the mail server took too long".into()),
        }
    }

    /// The message that a row makes, the same every time.
    pub fn message(&self, mail: &Outgoing) -> Result<Message> {
        let address: Address = mail.recipient.parse().map_err(Error::internal)?;
        let micros = u64::try_from(mail.created_at.micros()).unwrap_or(0);
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(mail.subject.as_str())
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(micros))
            .message_id(Some(format!("<{}.{micros}@{}>", mail.id, self.host)));
        for (name, value) in mail.headers()? {
            let name = HeaderName::new_from_ascii(name).map_err(Error::internal)?;
            builder = builder.raw_header(HeaderValue::new(name, value));
        }
        let body = MultiPart::alternative_plain_html(mail.body_text.clone(), mail.body_html.clone());
        builder.multipart(body).map_err(Error::internal)
    }
}

fn transport(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|cause| Error::internal(format!("smtp_url: {cause}")))?;
    let pool = PoolConfig::new().max_size(AT_ONCE).idle_timeout(Duration::from_secs(30));
    Ok(builder.pool_config(pool).timeout(Some(Duration::from_secs(20))).build())
}

/// A refusal of the mail itself is for good; everything else may pass.
fn outcome(cause: &lettre::transport::smtp::Error) -> Outcome {
    let code: Option<u16> = cause.status().map(Into::into);
    let is_final = cause.is_permanent() && !code.is_some_and(|code| REFUSES_US.contains(&code));
    if is_final { Outcome::Never(cause.to_string()) } else { Outcome::Later(cause.to_string()) }
}
