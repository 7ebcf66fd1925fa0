//! `serve`, `healthcheck` and what those who run a site ask it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use groundswell::db;
use groundswell::notify::{self, Subscription};
use groundswell::people::mail_choices::MailKind;

use crate::support::process::{Process, run, until};
use crate::support::{Browser, Site};

struct Served {
    process: Process,
    address: String,
}

async fn serve(site: &Site, env: &[(&str, &str)]) -> Served {
    let mut all = vec![("DATABASE_URL", site.database_url())];
    all.extend_from_slice(env);
    let process = Process::start(&["serve", "--listen", "127.0.0.1:0"], &all);
    let address = process.said("listening on ").await;
    Served { process, address }
}

#[actix_web::test]
async fn a_served_site_answers_its_probes_and_healthcheck() {
    let site = Site::start().await;
    let served = serve(&site, &[]).await;
    let browser = Browser::new(&format!("http://{}", served.address));
    assert_eq!(browser.get("/healthz").await.expect(200).text, "ok\n");
    let ready = browser.get("/readyz").await.expect(200);
    assert_eq!(ready.text, "ready\n");
    assert!(!ready.headers.contains_key("set-cookie"));

    let good = run(&["healthcheck", "--listen", &served.address], &[]);
    assert!(good.status.success(), "{good:?}");
    served.process.kill_9();
    let bad = run(&["healthcheck", "--listen", &served.address, "--timeout", "2"], &[]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&bad.stderr).contains("/readyz"));
}

#[actix_web::test]
async fn a_site_whose_log_nobody_reads_stops_all_the_same() {
    let site = Site::start().await;
    let env = [("DATABASE_URL", site.database_url())];
    let args = ["serve", "--listen", "127.0.0.1:0"];
    let (process, address) = Process::unheard(&args, &env, "listening on ");
    Browser::new(&format!("http://{address}")).get("/healthz").await.expect(200);
    process.terminate();
    assert_eq!(process.ended().await, Some(0));
}

#[actix_web::test]
async fn a_request_in_flight_is_finished_before_the_site_stops() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let key = site.state.settings().await.unwrap().site.key();
    let token = notify::token(Subscription { person: ann.id, kind: MailKind::Reply }, &key);
    let served = serve(&site, &[("SHUTDOWN_SECONDS", "30")]).await;

    // Half of a form, so that the request is in flight for as long as we like.
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let head = format!(
        "POST /unsubscribe/{token} HTTP/1.1\r\nhost: x\r\ncontent-length: 26\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(b"List-Unsubscribe=").unwrap();
    // Another request on another connection, answered after ours has reached the site.
    Browser::new(&format!("http://{}", served.address)).get("/healthz").await.expect(200);
    served.process.terminate();
    served.process.said("stopping").await;
    stream.write_all(b"One-Click").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(served.process.ended().await, Some(0));
    let unwanted = site.read(move |db| groundswell::people::mail_choices::unwanted(db, &[ann.id])).await;
    assert!(unwanted.contains(&(ann.id, MailKind::Reply)));
}

#[actix_web::test]
async fn numbers_are_on_an_address_of_their_own() {
    let site = Site::start().await;
    let served = serve(&site, &[("METRICS_LISTEN", "127.0.0.1:0"), ("WORKER", "false")]).await;
    let numbers = served.process.said("metrics at ").await;
    let browser = Browser::new(&format!("http://{}", served.address));
    browser.get("/unsubscribe/a-token-that-must-not-be-seen").await.expect(404);
    browser.get("/metrics").await.expect(404);
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.idea(&ann, &board, "A lighter tent").await;

    let text = Browser::new(&numbers).get("").await.expect(200).text;
    for line in [
        r#"groundswell_requests_total{route="/unsubscribe/{token}",method="GET",status="404"} 1"#,
        r#"groundswell_request_duration_seconds_bucket{route="/unsubscribe/{token}",method="GET",le="10"} 1"#,
        r#"groundswell_queue_depth{queue="events",state="waiting"} 1"#,
        r#"groundswell_queue_depth{queue="mails",state="waiting"} 0"#,
        r#"groundswell_queue_depth{queue="deliveries",state="failing"} 0"#,
        "groundswell_db_connections ",
    ] {
        assert!(text.contains(line), "no {line} in:\n{text}");
    }
    assert!(!text.contains("must-not-be-seen"));
}

#[actix_web::test]
async fn a_failed_request_is_named_alike_on_the_page_and_in_the_log() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let key = site.state.settings().await.unwrap().site.key();
    let token = notify::token(Subscription { person: ann.id, kind: MailKind::Reply }, &key);
    let served = serve(&site, &[("LOG_FORMAT", "json"), ("WORKER", "false")]).await;
    site.write(|db| db::execute(db, "DROP TABLE mail_choices")).await;
    let browser = Browser::new(&format!("http://{}", served.address));
    let answer = browser.client().post(browser.url(&format!("/unsubscribe/{token}"))).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 500);
    let page = answer.text().await.unwrap();
    assert!(!page.contains("mail_choices"), "what went wrong is for the log");

    served.process.said("request failed").await;
    let line = served.process.log().into_iter().find(|line| line.contains("request failed")).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let id = line["span"]["request_id"].as_str().unwrap();
    assert_eq!(id.len(), 36);
    assert!(page.contains(id), "{id} in {page}");
    assert_eq!(line["span"]["route"], "/unsubscribe/{token}");
    assert!(!served.process.log().join("\n").contains(&token), "tokens are not logged");
}

#[actix_web::test]
async fn an_empty_site_says_how_to_set_it_up_and_where_its_mails_are() {
    let scratch = crate::support::Scratch::new().await;
    let env = [("DATABASE_URL", scratch.url.as_str()), ("BASE_URL", "http://ideas.example/here")];
    let process = Process::start(&["serve", "--listen", "127.0.0.1:0"], &env);
    let link = process.said("set it up at ").await;
    assert!(link.starts_with("http://ideas.example/here/setup?token="), "{link}");
    let mails = process.said("read them at ").await;
    assert_eq!(mails, "http://ideas.example/here/admin/mail");
}

#[actix_web::test]
async fn the_log_tells_of_no_address_no_browser_and_no_person() {
    let site = Site::start().await;
    let served = serve(&site, &[("LOG", "debug")]).await;
    let browser = Browser::new(&format!("http://{}", served.address));
    let ask =
        browser.client().post(browser.url("/signin")).header("origin", format!("http://{}", served.address));
    let ask = ask.header("user-agent", "Quillon/1.0").header("x-forwarded-for", "203.0.113.77");
    ask.form(&[("email", "quillon@example.com")]).send().await.unwrap();
    for path in [
        "/",
        "/signin/link/a-secret-link",
        "/search?q=a+secret+search",
        "/settings/data/archive/a-secret-token",
        "/nowhere-secret",
    ] {
        let get = browser.client().get(browser.url(path)).header("user-agent", "Quillon/1.0");
        get.header("x-forwarded-for", "203.0.113.77").send().await.unwrap();
    }
    until("the log tells of requests", async || {
        served.process.log().iter().any(|line| line.contains("/nowhere") || line.contains("unmatched"))
    })
    .await;
    let log = served.process.log().join("\n").to_lowercase();
    for secret in ["quillon", "203.0.113", "a-secret", "secret+search", "nowhere-secret"] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
