//! Tests the inspector: a page that loads nothing from elsewhere and holds no value, whatever callers and contracts say.

use std::net::SocketAddr;

use alignet_sandbox::Sandbox;

use crate::support::{Reply, Request, builder, hostile};

async fn get(sandbox: &Sandbox, path: &str) -> Reply {
    Request::new("GET", path).send(sandbox.addr()).await.unwrap()
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

#[tokio::test]
async fn values_of_callers_and_contracts_stay_out_of_the_page() {
    let sandbox = hostile::builder().start().await.unwrap();
    let before = get(&sandbox, "/_sandbox/").await;
    hostile::attack(&sandbox).await;
    assert_eq!(get(&sandbox, "/_sandbox/").await.body, before.body, "the page itself holds no value");
    for (list, shown) in [
        ("status", "</script>"),
        ("calls", "</script>"),
        ("records", "onerror"),
        ("secrets", "access token"),
        ("notifications", "javascript:"),
    ] {
        let reply = get(&sandbox, &format!("/_sandbox/{list}")).await;
        let types = (reply.header("content-type"), reply.header("x-content-type-options"));
        assert_eq!((reply.status, types), (200, (Some("application/json"), Some("nosniff"))));
        assert!(text(&reply).contains(shown), "{list} shows it: {}", text(&reply));
    }
    // A browser that opens a document of the contract gives it an origin of its own, without scripts.
    let version = sandbox.environment_value("api_version").unwrap();
    let request = Request::new("GET", "/tips").with_header("ALG-API-VERSION", version);
    let document = request.send(sandbox.addr()).await.unwrap();
    let headers = (document.header("content-type"), document.header("content-security-policy"));
    assert_eq!(headers, (Some("text/html"), Some("sandbox")));
}

#[tokio::test]
async fn the_page_loads_only_what_the_sandbox_serves() {
    let sandbox = builder().start().await.unwrap();
    let page = get(&sandbox, "/_sandbox/").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.split("; ").any(|one| one == part), "{policy}");
    }
    let html = text(&page);
    let mut loaded = 0;
    for tag in html.split('<').filter_map(|tag| tag.split('>').next()) {
        let source = tag.split_once(if tag.starts_with("script") { "src=\"" } else { "href=\"" });
        match source.map(|(_, rest)| rest.split('"').next().unwrap()) {
            Some(inside) if inside.starts_with('#') || inside == "data:," => {}
            Some(path) => {
                let media = if path.ends_with(".css") {
                    "text/css; charset=utf-8"
                } else {
                    "text/javascript; charset=utf-8"
                };
                let reply = get(&sandbox, path).await;
                assert_eq!((reply.status, reply.header("content-type")), (200, Some(media)), "{path}");
                loaded += 1;
            }
            None => assert_ne!(tag, "script", "the policy lets no inline script run"),
        }
    }
    assert_eq!(loaded, 3);
}

#[tokio::test]
async fn the_root_leads_to_the_page_on_this_machine() {
    let sandbox = builder().start().await.unwrap();
    for path in ["/", "/_sandbox"] {
        let reply = get(&sandbox, path).await;
        assert_eq!((reply.status, reply.header("location")), (307, Some("/_sandbox/")), "{path}");
    }
    let elsewhere = Request::new("GET", "/_sandbox/").with_header("Host", "evil.example");
    assert_eq!(elsewhere.send(sandbox.addr()).await.unwrap().status, 403);
    assert!(sandbox.requests().is_empty(), "looking is no call");

    let everywhere = SocketAddr::from(([0, 0, 0, 0], 0));
    let open = builder().listen(everywhere).allow_non_loopback(true).start().await.unwrap();
    let here = SocketAddr::from(([127, 0, 0, 1], open.addr().port()));
    for path in ["/", "/_sandbox", "/_sandbox/", "/_sandbox/status", "/_sandbox/records", "/_sandbox/secrets"]
    {
        assert_eq!(Request::new("GET", path).send(here).await.unwrap().status, 404, "{path}");
    }
}
