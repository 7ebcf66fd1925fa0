DROP INDEX mails_secret;
