//! The real binary, run against a test's own database.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up; nothing waits so long when all is well.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `groundswell`, killed when it is dropped.
pub struct Process {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
}

/// The binary with nothing in its environment but what is given.
pub fn command(args: &[&str], env: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundswell"));
    command.args(args).env_clear().envs(env.iter().copied()).current_dir(std::env::temp_dir());
    command
}

/// Runs the binary to its end.
pub fn run(args: &[&str], env: &[(&str, &str)]) -> Output {
    command(args, env).output().unwrap()
}

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < PATIENCE, "waited in vain for: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

impl Process {
    pub fn start(args: &[&str], env: &[(&str, &str)]) -> Self {
        let mut child = command(args, env).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (lines, shared) = (BufReader::new(child.stderr.take().unwrap()), Arc::clone(&log));
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                shared.lock().unwrap().push(line);
            }
        });
        Self { child, log }
    }

    /// The lines of its log so far.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// Waits for a line of the log that holds `part`, and gives what follows it up to the next space or comma.
    pub async fn said(&self, part: &str) -> String {
        let find = || {
            let log = self.log();
            let line = log.iter().find_map(|line| line.split_once(part).map(|(_, rest)| rest.to_owned()))?;
            Some(line.split([' ', ',', '"']).next().unwrap_or_default().to_owned())
        };
        let begun = Instant::now();
        loop {
            if let Some(found) = find() {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "never said `{part}`: {:#?}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A process whose log nobody reads any more, once it has said `part`; gives what follows as [`Process::said`] does.
    pub fn unheard(args: &[&str], env: &[(&str, &str)], part: &str) -> (Self, String) {
        let mut child = command(args, env).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = lines.map_while(Result::ok).find(|line| line.contains(part)).unwrap();
        let rest = line.split_once(part).unwrap().1;
        let said = rest.split([' ', ',', '"']).next().unwrap_or_default().to_owned();
        (Self { child, log: Arc::default() }, said)
    }

    /// Kills it without a word, as a crash does.
    pub fn kill_9(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Waits for its end; gives its exit code.
    pub async fn ended(mut self) -> Option<i32> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(begun.elapsed() < PATIENCE, "does not end: {:#?}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
