//! The states that the shop is told of: those that the service documents, and no others.

use alignet_sandbox::Sandbox;
use serde_json::json;

use super::{DAY, DENIED, VISA, card, charge, post, told, waiting, yape};

#[tokio::test]
async fn the_results_of_an_authorisation_are_told_and_nothing_else() {
    let sandbox = Sandbox::start().await.unwrap();
    let states =
        || told(&sandbox).iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let qr = charge(&sandbox, "700100", waiting("QR"), "15000").await;
    let transfer = charge(&sandbox, "700101", waiting("BANK_TRANSFER"), "15000").await;
    let authenticated = charge(&sandbox, "700102", waiting("CARD"), "15000").await;
    let late = charge(&sandbox, "700103", waiting("PAGOEFECTIVO"), "15000").await;
    assert!(states().is_empty(), "nothing is decided: {:?}", states());
    qr.happen(&sandbox, "approve");
    transfer.happen(&sandbox, "refuse");
    authenticated.happen(&sandbox, "fail");
    assert_eq!(states(), ["AUTORIZADO", "DENEGADO", "INVALIDO"]);

    let paid = charge(&sandbox, "700104", card(VISA), "15000").await;
    charge(&sandbox, "700105", yape("284563"), "15000").await;
    charge(&sandbox, "700106", card(DENIED), "15000").await;
    charge(&sandbox, "700107", card(VISA), "10058").await;
    let decided = ["AUTORIZADO", "DENEGADO", "INVALIDO", "AUTORIZADO", "DENEGADO", "DENEGADO", "INVALIDO"];
    assert_eq!(states(), decided);

    // Reversed, cancelled, expired and settled charges are to be asked for.
    assert_eq!(paid.cancel(&sandbox).await["state"], "EXTORNADO");
    let stopped = charge(&sandbox, "700108", waiting("CUOTEALO"), "15000").await;
    assert_eq!(stopped.cancel(&sandbox).await["state"], "CANCELADO");
    sandbox.advance(DAY);
    assert_eq!(
        (qr.read(&sandbox).await["state"].as_str(), late.read(&sandbox).await["state"].as_str()),
        (Some("LIQUIDADO"), Some("EXPIRADO"))
    );
    assert_eq!(states(), decided);

    // A test may tell of any by hand.
    let other = json!({ "name": "charge", "values": { "transaction": { "state": "LIQUIDADO" } } });
    assert_eq!(post(&sandbox, "notifications", other).await.status, 200);
}
