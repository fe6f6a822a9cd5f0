//! The script and the style sheet of the form, by the names of the service.

use alignet_sandbox::{Contract, Sandbox, Sources};

use crate::support::{Request, contract};

#[tokio::test]
async fn the_script_is_at_the_service_s_paths_and_says_its_encoding() {
    let sandbox = Sandbox::start().await.unwrap();
    let get = async |path: &str| Request::new("GET", path).send(sandbox.addr()).await.unwrap();
    for (path, real, kind) in [
        ("/_sandbox/flex.js", "/flex-payment-forms.min.js", "text/javascript; charset=utf-8"),
        ("/_sandbox/flex.css", "/main-flex-payment-forms.css", "text/css; charset=utf-8"),
    ] {
        let (own, real) = (get(path).await, get(real).await);
        assert_eq!((own.status, own.header("content-type")), (200, Some(kind)));
        assert_eq!((real.status, real.header("content-type")), (200, Some(kind)), "{path}");
        assert_eq!(own.body, real.body);
    }
    for path in ["inspector.js", "inspector.css", "page.css", "return.js"] {
        let reply = get(&format!("/_sandbox/{path}")).await;
        assert!(reply.header("content-type").unwrap().ends_with("; charset=utf-8"), "{path}");
    }
    // The names are those of the service: of the environment that the sandbox stands for.
    let real = alignet::Environment::PREPROD;
    assert!(real.flex_script().ends_with("/flex-payment-forms.min.js"));
    assert!(real.flex_style().ends_with("/main-flex-payment-forms.css"));
}

#[tokio::test]
async fn an_endpoint_at_such_a_path_is_refused_and_no_panic() {
    let text = "[get_script]\ndoc = \"Gets a script.\"\nroute = \"GET /flex-payment-forms.min.js\"\norigin = \"api\"\n\
                status = \"meta.status\"\nreply = { success = \"boolean\", meta = \"Meta\" }\n";
    let sources = Sources::from_texts("own", &[("own.toml", text)]).extending_shipped();
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let error = Sandbox::builder().contract(contract).start().await.unwrap_err();
    let expected = "the path /flex-payment-forms.min.js of `get_script` is the sandbox's own";
    assert_eq!(error.to_string(), expected);
    assert!(Sandbox::builder().contract(self::contract()).start().await.is_ok());
}
