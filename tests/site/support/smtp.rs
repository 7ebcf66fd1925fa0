//! A mail server for tests: it takes what it is told to take and remembers it by `Message-ID`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with the next messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes them.
    Takes,
    /// Takes them, and says so only when [`Sink::answer`] lets it.
    TakesItsTime,
    /// Reads them to the end and never answers: the sender cannot know.
    ReadsAndHangs,
    /// Never answers who the recipient is.
    HangsAtRecipient,
    /// Sends everybody away for now.
    Busy,
}

/// A message that the server has read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub id: String,
    pub to: String,
    pub raw: String,
    /// Whether the sender was told that it was taken.
    pub is_answered: bool,
}

struct Inner {
    mood: Mood,
    received: Vec<Received>,
    hanging: usize,
    /// How many messages may be answered that wait for it.
    answers: usize,
}

/// The server. Addresses that begin with `bad` are refused for good, with `later` for now.
#[derive(Clone)]
pub struct Sink {
    address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
}

impl Sink {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let inner = Inner { mood: Mood::Takes, received: Vec::new(), hanging: 0, answers: 0 };
        let sink = Self { address, inner: Arc::new(Mutex::new(inner)) };
        let shared = sink.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let sink = shared.clone();
                std::thread::spawn(move || sink.talk(&stream.unwrap()));
            }
        });
        sink
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn be(&self, mood: Mood) {
        self.inner.lock().unwrap().mood = mood;
    }

    pub fn received(&self) -> Vec<Received> {
        self.inner.lock().unwrap().received.clone()
    }

    /// Lets so many of the messages be answered that were taken slowly.
    pub fn answer(&self, count: usize) {
        self.inner.lock().unwrap().answers += count;
    }

    /// Conversations in which the server does not answer any more.
    pub fn hanging(&self) -> usize {
        self.inner.lock().unwrap().hanging
    }

    /// One conversation; an error is the other side having gone away.
    fn talk(&self, stream: &TcpStream) -> Option<()> {
        let mut lines = BufReader::new(stream);
        let mut to = String::new();
        say(stream, "220 sink")?;
        loop {
            let line = read_line(&mut lines)?;
            let mood = self.inner.lock().unwrap().mood;
            match line.split([' ', ':']).next()?.to_uppercase().as_str() {
                "EHLO" => say(stream, "250 sink")?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1)?.to_owned();
                    match mood {
                        Mood::HangsAtRecipient => self.hang(),
                        Mood::Busy => say(stream, "451 come back later")?,
                        _ if to.starts_with("bad") => say(stream, "550 no such mailbox")?,
                        _ if to.starts_with("later") => say(stream, "450 mailbox busy")?,
                        _ => say(stream, "250 ok")?,
                    }
                }
                "DATA" => {
                    say(stream, "354 go on")?;
                    self.take(read_message(&mut lines)?, &to, mood != Mood::ReadsAndHangs);
                    if mood == Mood::ReadsAndHangs {
                        self.hang();
                    }
                    while mood == Mood::TakesItsTime && !self.may_answer() {
                        std::thread::sleep(Duration::from_millis(10));
                    }
                    say(stream, "250 taken")?;
                }
                "QUIT" => return say(stream, "221 bye"),
                _ => say(stream, "250 ok")?,
            }
        }
    }

    fn take(&self, raw: String, to: &str, is_answered: bool) {
        let id = raw.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim().to_owned();
        self.inner.lock().unwrap().received.push(Received { id, to: to.to_owned(), raw, is_answered });
    }

    fn may_answer(&self) -> bool {
        let mut inner = self.inner.lock().unwrap();
        let may = inner.answers > 0;
        inner.answers -= usize::from(may);
        may
    }

    fn hang(&self) -> ! {
        self.inner.lock().unwrap().hanging += 1;
        loop {
            std::thread::park();
        }
    }
}

fn say(mut stream: &TcpStream, line: &str) -> Option<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).ok()
}

fn read_line(lines: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut line = String::new();
    let count = lines.read_line(&mut line).ok()?;
    (count > 0).then(|| line.trim_end().to_owned())
}

fn read_message(lines: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut message = String::new();
    loop {
        let line = read_line(lines)?;
        if line == "." {
            return Some(message);
        }
        message.push_str(&line);
        message.push('\n');
    }
}
