//! The shop's pages. No text but the configuration of the form comes from elsewhere, and no value in that ends its element.

use super::orders::PRICE;
use alignet::{Environment, Money, Outcome};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

pub(crate) async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript")], include_str!("checkout.js")).into_response()
}

pub(crate) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css")], include_str!("checkout.css")).into_response()
}

pub(crate) async fn cart() -> Response {
    let body = format!(
        "<p>1 chompa: <strong>{PRICE}</strong></p>\
         <form method=\"post\" action=\"/orders\"><button>Check out</button></form>"
    );
    page("Your cart", "", &body, "")
}

/// The page with the form, whose configuration is JSON for a `<script>` element. Its style sheet comes before its script, both in the head.
pub(crate) fn form(
    environment: &Environment,
    id: usize,
    config: &str,
    number: &str,
    last: Option<&Outcome>,
) -> Response {
    let (script, style) = (environment.flex_script(), environment.flex_style());
    let head = format!(
        "<link rel=\"stylesheet\" href=\"{style}\">\n<script src=\"{script}\"></script>\n\
         <script src=\"/checkout.js\" defer></script>\n"
    );
    let last = match last {
        Some(Outcome::Declined { .. }) => "<p>Your last payment was declined. Nothing was charged.</p>\n",
        _ => "",
    };
    let body = format!(
        "{last}<p id=\"problem\" role=\"alert\"></p>\n<div id=\"form\"></div>\n\
         <form id=\"check\" method=\"post\" action=\"/orders/{id}/check\" hidden>\n\
         <input type=\"hidden\" name=\"number\" value=\"{number}\">\n<input type=\"hidden\" name=\"transaction\">\n\
         <button>I have paid</button>\n</form>\n\
         <script type=\"application/json\" id=\"config\">{config}</script>"
    );
    page("Checkout", &head, &body, &format!("{} {}", origin(script), origin(style)))
}

/// The receipt. Only a proof of the service leads here. `operations` are those that were paid: one, unless the buyer paid again.
pub(crate) fn receipt(sum: Money, operations: &[String]) -> Response {
    let more = match operations {
        [] | [_] => String::new(),
        several => format!(
            "\n<p role=\"alert\">This order was paid {} times, by the operations {}. You owe {sum} once: we look at it and \
             give the rest back.</p>",
            several.len(),
            several.join(", "),
        ),
    };
    let body = format!("<p>We received your payment of <strong>{sum}</strong>. Thank you!</p>{more}");
    page("Paid", "", &body, "")
}

/// The page of a buyer whose payment the service has not confirmed.
pub(crate) fn waiting(id: usize, said: Option<&Outcome>) -> Response {
    let said = match said {
        Some(Outcome::Authorised | Outcome::Cleared) => "Your bank says that the payment went through.",
        Some(Outcome::Declined { .. }) => "Your bank says that the payment did not go through.",
        _ => "Your payment is under way.",
    };
    let body = format!(
        "<p>{said} This is not confirmed yet.</p>\n\
         <form method=\"post\" action=\"/orders/{id}/check\"><button>Check again</button></form>\n\
         <p><a href=\"/orders/{id}?again\">Pay in another way</a></p>"
    );
    page("Waiting for the confirmation", "", &body, "")
}

pub(crate) fn unavailable(id: usize) -> Response {
    let body = format!("<p>We can't take payments right now. <a href=\"/orders/{id}\">Try again</a></p>");
    (StatusCode::SERVICE_UNAVAILABLE, page("Sorry", "", &body, "")).into_response()
}

/// The scheme and host of a URL.
fn origin(url: &str) -> &str {
    let end = url.find("://").and_then(|start| url[start + 3..].find('/').map(|path| start + 3 + path));
    &url[..end.unwrap_or(url.len())]
}

/// A page that runs only the shop's scripts and those of `others`, and that no cache keeps: its nonce is used once, and a
/// receipt changes.
fn page(title: &str, head: &str, body: &str, others: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/checkout.css\">\n{head}</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n\
         <p><a href=\"/\">The cart</a></p>\n</main>\n</body>\n</html>\n"
    );
    let policy = format!(
        "script-src 'self' {others}; style-src 'self' {others}; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, [(header::CONTENT_SECURITY_POLICY, policy)], html).into_response()
}
