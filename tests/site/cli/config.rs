//! `config print`, and the table of options in the documentation.

use groundswell::config::Config;

use crate::support::process::run;

#[test]
fn the_documented_table_is_the_struct() {
    let text = include_str!("../../../README.md");
    let table = Config::markdown().unwrap();
    assert!(
        text.contains(&table),
        "README.md wants the output of `groundswell config print --markdown`:\n{table}"
    );
}

#[test]
fn print_says_what_is_set_and_where_and_shows_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.toml");
    std::fs::write(&file, "threads = 3\nlisten = \"127.0.0.1:9\"\n").unwrap();
    let path = file.to_str().unwrap();
    let env = [("SMTP_URL", "smtps://ann:sesame@mail.example"), ("LISTEN", "127.0.0.1:10")];
    let output = run(&["config", "print", "--config", path], &env);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("threads = 3 # file\n"), "{text}");
    assert!(text.contains("listen = \"127.0.0.1:10\" # environment\n"), "{text}");
    assert!(text.contains("worker = true # default\n"), "{text}");
    assert!(text.contains("# metrics_listen is not set\n"), "{text}");
    assert!(text.contains("smtp_url = \"smtps://ann:********@mail.example\""), "{text}");
    assert!(!text.contains("sesame"));
    let again: toml::Table = text.parse().unwrap();
    assert_eq!(again["threads"].as_integer(), Some(3), "what is printed is a configuration file");
}

#[test]
fn a_wrong_option_is_named() {
    let output = run(&["config", "print"], &[("LISTEN", "nowhere")]);
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).to_lowercase();
    assert!(text.contains("listen"), "{text}");
}

#[test]
fn sessions_last_neither_no_time_nor_for_ever() {
    for name in
        ["SESSION_IDLE_DAYS", "SESSION_MAX_DAYS", "STAFF_SESSION_IDLE_HOURS", "STAFF_SESSION_MAX_DAYS"]
    {
        for (value, is_taken) in [("0", false), ("1", true), ("3650", true), ("4294967295", false)] {
            let output = run(&["config", "print"], &[(name, value)]);
            let text = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.success(), is_taken, "{name} {value}: {text}");
            let told = format!("{} is {value}; it can be 1 to ", name.to_lowercase());
            assert_eq!(text.contains(&told), !is_taken, "{name} {value}: {text}");
        }
    }
}

#[test]
fn every_command_explains_itself() {
    let help = String::from_utf8(run(&["--help"], &[]).stdout).unwrap();
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.strip_prefix("  ")?.split_whitespace().next().filter(|_| !line.starts_with("   "))
        })
        .collect();
    assert!(commands.contains(&"serve") && commands.contains(&"healthcheck"), "{commands:?}");
    for name in commands.into_iter().filter(|name| *name != "help") {
        let output = run(&[name, "--help"], &[]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && text.lines().next().is_some_and(|line| line.len() > 20),
            "{name}: {text}"
        );
        let undocumented: Vec<&str> = text
            .lines()
            .filter(|line| line.trim().starts_with("--") && !line.trim().contains("  "))
            .collect();
        let wrapped = text.lines().any(|line| line.starts_with("          "));
        assert!(undocumented.is_empty() || wrapped, "{name}: {undocumented:?}");
    }
}
