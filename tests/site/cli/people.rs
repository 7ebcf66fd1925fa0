//! `groundswell people`.

use std::process::{Command, Output};

use crate::support::{Scratch, Site, process};

fn run(scratch: &Scratch, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_groundswell"))
        .args(["people"])
        .args(args)
        .env("DATABASE_URL", &scratch.url)
        .output()
        .unwrap()
}

fn lines(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn refusal(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_wrong_path_makes_no_site() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.db");
    for args in [&["list"][..], &["role", "1", "moderator"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_groundswell"))
            .args(["people", "--database", path.to_str().unwrap()])
            .args(args)
            .env_remove("DATABASE_URL")
            .output()
            .unwrap();
        assert!(refusal(&output).contains("there is no database"), "{output:?}");
        assert!(!path.exists());
    }
}

#[actix_web::test]
async fn people_are_added_given_roles_and_listed() {
    let scratch = Scratch::new().await;
    let add = ["add", "--email", "Maja@Example.com", "--name", "Maja Lind", "--role", "administrator"];
    assert_eq!(lines(&run(&scratch, &add)), ["Added Maja Lind as number 1, @maja-lind."]);
    assert!(refusal(&run(&scratch, &add)).contains("has an account already"));
    lines(&run(&scratch, &["add", "--email", "ben@example.com", "--name", "Ben"]));
    for who in ["2", "@ben", "ben@example.com"] {
        let changed = lines(&run(&scratch, &["role", who, "moderator"]));
        assert_eq!(changed, ["Ben (@ben) is moderator now, and signed out everywhere."]);
    }
    let refused = refusal(&run(&scratch, &["role", "maja@example.com", "customer"]));
    assert!(refused.contains("leave nobody to administer"), "{refused}");
    let all = lines(&run(&scratch, &["list"]));
    assert_eq!(all[0], "1\tadministrator\t@maja-lind\tmaja@example.com\tMaja Lind");
    assert_eq!(lines(&run(&scratch, &["list", "--role", "moderator"])), [all[1].clone()]);
    assert_eq!(lines(&run(&scratch, &["list", "--after", "1"])), [all[1].clone()]);
}

#[actix_web::test]
async fn what_cannot_be_taken_is_refused_with_the_reason() {
    let scratch = Scratch::new().await;
    assert!(
        refusal(&run(&scratch, &["role", "nobody@example.com", "customer"])).contains("nobody@example.com")
    );
    assert!(refusal(&run(&scratch, &["role", "1", "king"])).contains("none of customer, team_member"));
    assert!(refusal(&run(&scratch, &["add", "--email", "x", "--name", "X"])).contains("error-email"));
    let help = lines(&run(&scratch, &["add", "--help"])).join("\n");
    assert!(help.contains("Example:") && help.contains("product_manager"), "{help}");
}

#[actix_web::test]
async fn a_second_step_is_reset_for_whoever_lost_the_phone() {
    let site = crate::support::Site::start().await;
    let ada = site.person("Ada", groundswell::people::Role::Administrator).await;
    site.second_step(&ada).await;
    let browser = site.browser_of(&ada).await;
    let reset = |who: &str| {
        Command::new(env!("CARGO_BIN_EXE_groundswell"))
            .args(["people", "reset-two-step", who])
            .env("DATABASE_URL", site.database_url())
            .output()
            .unwrap()
    };
    assert_eq!(lines(&reset("ada@example.com")), ["Ada (@ada) signs in without a second step now."]);
    browser.get("/settings").await.expect(303);
    assert!(site.mail_of(&ada, "two_step").await.contains("reset the second step"));
    assert!(refusal(&reset("ada@example.com")).contains("has no second step"));
    assert!(refusal(&reset("nobody@example.com")).contains("nobody is"));
}

#[actix_web::test]
async fn a_link_lets_somebody_in_where_no_mail_is_sent() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    // The link holds by the clock of the machine.
    let base = site.base.clone();
    let env = [("DATABASE_URL", site.database_url()), ("BASE_URL", base.as_str())];
    let output = process::run(&["people", "sign-in-link", "ann@example.com"], &env);
    let link = lines(&output).remove(0);
    assert!(link.starts_with(&format!("{base}/signin/link/")), "{link}");
    assert!(
        refusal(&process::run(&["people", "sign-in-link", "nobody@example.com"], &env)).contains("nobody is")
    );
    let path = link.strip_prefix(&base).unwrap();
    let browser = site.visitor();
    assert!(browser.get(path).await.expect(200).text.contains("ann@example.com"));
    browser.post(path, &[]).await.expect(303);
    browser.get("/settings").await.expect(200);
    assert_eq!(ann.email.as_deref(), Some("ann@example.com"));
}

#[actix_web::test]
async fn who_was_deleted_is_listed_as_hashes_and_forgotten_again() {
    let site = Site::start().await;
    let env = [("DATABASE_URL", site.database_url())];
    assert_eq!(lines(&process::run(&["people", "forgotten"], &env)), [""; 0]);
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.txt");
    let args = ["people", "forget-after-restore", list.to_str().unwrap()];
    assert!(refusal(&process::run(&args, &env)).contains("list.txt"));
    std::fs::write(&list, "0123 go stay\n").unwrap();
    assert_eq!(lines(&process::run(&args, &env)), ["0 closed."]);
    std::fs::write(&list, "ann@example.com\n").unwrap();
    assert!(refusal(&process::run(&args, &env)).contains("no line of such a list"));
}
