//! CSV of accounts and their people.

use std::io::Write as _;
use std::path::PathBuf;

use diesel::prelude::*;
use groundswell::accounts::{JoinedBy, membership, queries};
use groundswell::db::schema::{accounts, people};
use groundswell::people::Role;
use groundswell::transfer::{Sheet, SheetReport, customers};

use crate::support::Site;

const ACCOUNTS: &str = "Name,Domains,Plan,Segment,Value,Currency,Health,Owner\n\
    Northwind,northwind.example nw.example,Pro,Enterprise,1200.50,EUR,good,@maja\n\
    Contoso,gmail.com,Pro,,,,,\n\
    Fabrikam,,,,\"1,200\",EUR,,\n\
    \"Wide, World\",,Basic,Small,20,usd,at_risk,\n\
    northwind,,,,,,,nobody\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        path
    }
}

impl Site {
    async fn bring(&self, sheet: Sheet, file: &PathBuf, is_trial: bool) -> SheetReport {
        customers(&self.state.db, sheet, std::slice::from_ref(file), is_trial, self.now()).await.unwrap()
    }

    async fn account_names(&self) -> Vec<String> {
        self.read(|db| Ok(accounts::table.order(accounts::name_key).select(accounts::name).load(db)?)).await
    }
}

#[actix_web::test]
async fn accounts_go_in_line_by_line_and_what_is_refused_is_named() {
    let site = Site::start().await;
    site.person("Maja", Role::ProductManager).await;
    let folder = Folder::new();
    let file = folder.file("accounts.csv", ACCOUNTS);
    let trial = site.bring(Sheet::Accounts, &file, true).await;
    assert!(site.account_names().await.is_empty(), "a trial changes nothing");
    let report = site.bring(Sheet::Accounts, &file, false).await;
    assert_eq!(trial.to_string(), report.to_string(), "a trial says what happens");
    assert_eq!(site.account_names().await, ["Northwind", "Wide, World"]);
    let refused = report.refused();
    assert_eq!(refused.len(), 3, "{refused:?}");
    for (line, parts) in
        refused.iter().zip([[":3: domains:", "own"], [":4: value:", "1200"], [":6: owner:", "staff"]])
    {
        assert!(parts.iter().all(|part| line.contains(part)) && line.contains("accounts.csv"), "{line}");
    }
    let counts = report.counts();
    assert_eq!((counts.created, counts.updated, counts.unchanged, counts.refused), (2, 0, 0, 3));
    let again = site.bring(Sheet::Accounts, &file, false).await.counts();
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));

    let change = folder.file("change.csv", "plan;name\nBasic;NORTHWIND\n");
    let counts = site.bring(Sheet::Accounts, &change, false).await.counts();
    assert_eq!(counts.updated, 1);
    let northwind = site
        .read(|db| {
            let id = queries::id_by_name(db, "northwind")?.unwrap();
            Ok((queries::find(db, id)?, queries::domains_of(db, id)?))
        })
        .await;
    assert_eq!(northwind.0.plan, "Basic");
    assert_eq!(northwind.0.value().unwrap().plain(), "1200.50", "a column that is not there changes nothing");
    assert_eq!(northwind.1, ["northwind.example", "nw.example"]);
}

#[actix_web::test]
async fn a_file_with_a_column_that_nobody_knows_is_refused() {
    let site = Site::start().await;
    let folder = Folder::new();
    for (text, field) in [
        ("name,vlaue\nNorthwind,12\n", "vlaue"),
        ("plan\nPro\n", "name"),
        ("name,Name\nNorthwind,Contoso\n", "name"),
    ] {
        let report = site.bring(Sheet::Accounts, &folder.file("accounts.csv", text), false).await;
        let refused = report.refused();
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(refused[0].contains(&format!(":1: {field}:")), "{}", refused[0]);
    }
    assert!(site.account_names().await.is_empty());
}

#[actix_web::test]
async fn people_are_put_into_accounts_and_unknown_ones_are_made() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let folder = Folder::new();
    site.bring(Sheet::Accounts, &folder.file("accounts.csv", "name\nNorthwind\n"), false).await;
    let text = "\u{FEFF}email,account,name\n\
        ANN@example.com,northwind,Another Name\n\
        dee@northwind.example,Northwind,Dee\n\
        eve@example.org,Nowhere,\n\
        no address,Northwind,\n";
    let file = folder.file("people.csv", text);
    let report = site.bring(Sheet::People, &file, false).await;
    let counts = report.counts();
    assert_eq!((counts.created, counts.updated, counts.refused), (1, 1, 2), "{:?}", report.refused());
    assert!(report.refused()[0].contains(":4: account:"), "{:?}", report.refused());
    assert!(report.refused()[1].contains(":5: email:"), "{:?}", report.refused());
    let found = site
        .read(move |db| {
            let northwind = queries::id_by_name(db, "Northwind")?.unwrap();
            let dee = people::table.filter(people::email.eq("dee@northwind.example"));
            let name: String = people::table.find(ann.id).select(people::name).first(db)?;
            let dee: (String, bool) = dee.select((people::name, people::is_imported)).first(db)?;
            Ok((membership::of(db, ann.id)? == Some((northwind, JoinedBy::Import)), name, dee))
        })
        .await;
    assert_eq!(found, (true, "Ann".into(), ("Dee".into(), true)));
    let again = site.bring(Sheet::People, &file, false).await.counts();
    assert_eq!((again.unchanged, again.refused), (2, 2));
    let file = folder.file("people.csv", "email,account\nann@example.com,\n");
    assert_eq!(site.bring(Sheet::People, &file, false).await.counts().updated, 1);
    assert_eq!(site.read(move |db| membership::of(db, ann.id)).await, None);
    // Their domain does not put them back, and staff are refused.
    let sheet = folder.file("accounts.csv", "name,domains\nNorthwind,example.com\n");
    site.bring(Sheet::Accounts, &sheet, false).await;
    site.write(move |db| membership::join_by_mail(db, ann.id, "ann@example.com")).await;
    assert_eq!(site.read(move |db| membership::of(db, ann.id)).await, None);
    site.person("Maja", Role::ProductManager).await;
    let file = folder.file("people.csv", "email,account\nmaja@example.com,Northwind\n");
    let report = site.bring(Sheet::People, &file, false).await;
    assert!(report.refused()[0].contains(":2: email:"), "{:?}", report.refused());
}
