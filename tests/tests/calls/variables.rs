//! Tests the environment variables that configure a client.

use std::{env, process::Command};

use alignet::{Credentials, Environment, Error};
use alignet_sandbox::Sandbox;

/// Set in the processes that tell what they find.
const INNER: &str = "ALIGNET_TEST_INNER";

/// A process can't safely change its own variables, so this test runs itself in a new process for each case,
/// which prints the result.
#[test]
fn the_environment_variables_are_read_and_missed_by_name() {
    if env::var_os(INNER).is_some() {
        return tell_what_this_process_finds();
    }
    let missing = |name: &str| {
        format!("the client is not configured for this: the variable `{name}` is not set, or is empty")
    };
    let padded = |name: &str| {
        format!(
            "the client is not configured for this: the variable `{name}` begins or ends with white space: remove it"
        )
    };
    let [id, secret] = alignet::CREDENTIALS_VARIABLES;
    let none =
        "the client is not configured for this: the variable `ALIGNET_ENVIRONMENT` is not set, or is empty"
            .to_owned();
    let unknown =
        "the client is not configured for this: the variable `ALIGNET_ENVIRONMENT` names no environment; there are PREPROD, PRODUCTION"
            .to_owned();
    let found = "Credentials { client_id: \"7\", client_secret: [redacted] }".to_owned();
    for (variables, credentials, environment) in [
        (&[][..], missing(id), none.clone()),
        (&[(secret, "s3cret")], missing(id), none.clone()),
        (&[(id, "7")], missing(secret), none.clone()),
        (&[(id, ""), (secret, "s3cret")], missing(id), none.clone()),
        (&[(id, "7\n"), (secret, "s3cret")], padded(id), none.clone()),
        (&[(id, "7"), (secret, " s3cret")], padded(secret), none.clone()),
        (&[(id, "7"), (secret, "")], missing(secret), none.clone()),
        (&[(id, "7"), (secret, "s3cret")], found.clone(), none),
        (
            &[(id, "7"), (secret, "s3cret"), ("ALIGNET_ENVIRONMENT", "preprod")],
            found.clone(),
            "PREPROD".to_owned(),
        ),
        (
            &[(id, "7"), (secret, "s3cret"), ("ALIGNET_ENVIRONMENT", " Production ")],
            found.clone(),
            "PRODUCTION".to_owned(),
        ),
        (&[(id, "7"), (secret, "s3cret"), ("ALIGNET_ENVIRONMENT", "s3cret")], found, unknown),
    ] {
        let child = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "variables::the_environment_variables_are_read_and_missed_by_name",
                "--nocapture",
            ])
            .env(INNER, "")
            .env_remove(id)
            .env_remove(secret)
            .env_remove(alignet::ENVIRONMENT_VARIABLE)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let out = String::from_utf8(child.stdout).unwrap();
        let told =
            |what: &str| out.lines().find_map(|line| line.split_once(what)).unwrap_or_default().1.to_owned();
        assert_eq!(told("credentials: "), credentials, "{variables:?}: {out}");
        assert_eq!(told("environment: "), environment, "{variables:?}: {out}");
    }
}

/// Runs this test program's last lines with these variables, and returns what it finds as its environment.
fn environment_in(text: &str) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args([
        "--exact",
        "variables::the_environment_variables_are_read_and_missed_by_name",
        "--nocapture",
    ]);
    let out = child.env(INNER, "").env(alignet::ENVIRONMENT_VARIABLE, text).output().unwrap();
    let out = String::from_utf8(out.stdout).unwrap();
    out.lines().find_map(|line| line.split_once("environment: ")).unwrap().1.to_owned()
}

#[tokio::test]
async fn the_variables_of_a_sandbox_lead_to_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let [id, secret, (name, json)] = sandbox.expose_variables();
    assert_eq!([id.0, secret.0, name], ["ALIGNET_CLIENT_ID", "ALIGNET_CLIENT_SECRET", "ALIGNET_ENVIRONMENT"]);
    assert_eq!((&*id.1, &*secret.1), (sandbox.client_id(), sandbox.expose_client_secret()));
    assert_eq!(
        environment_in(&json),
        format!("Environment {{ name: \"custom\", origins: [{0:?}, {0:?}], .. }}", sandbox.url())
    );

    let wrong =
        "the client is not configured for this: the variable `ALIGNET_ENVIRONMENT` holds no environment: ";
    for (text, problem) in [
        ("{ c4nary", "it is no JSON object, at line 1, column 3"),
        ("{}", "`auth` is missing"),
        (&json.replace("\"audience\"", "\"c4nary\""), "`audience` is missing"),
        (&json.replace("\"audience\"", "\"more\":1,\"audience\""), "`more` is no value of an environment"),
        (
            &json.replace("\"audience\":\"", "\"audience\":7,\"x\":\""),
            "`audience` must be a string, or a list of strings",
        ),
        (
            &json.replace("\"notification_keys\":[", "\"notification_keys\":[7,"),
            "`notification_keys` must be a list of strings",
        ),
    ] {
        assert_eq!(environment_in(text), format!("{wrong}{problem}"));
    }
}

fn tell_what_this_process_finds() {
    let line = |result: Result<String, Error>| result.unwrap_or_else(|error| error.to_string());
    println!("credentials: {}", line(Credentials::from_env().map(|credentials| format!("{credentials:?}"))));
    println!("environment: {}", line(Environment::from_env().map(shown)));
}

/// The name of an environment, and the addresses of a custom one.
fn shown(found: Environment) -> String {
    match found.name() {
        "custom" => format!("{found:?}"),
        name => name.to_owned(),
    }
}
