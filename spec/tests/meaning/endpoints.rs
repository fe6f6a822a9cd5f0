//! Tests the meaning of endpoints, notifications and returns.

use alignet_spec::contract::{EnvironmentValue, Holds, Method, Reading, Repeat, Reply};

use crate::{contract, declared, endpoint};

#[test]
fn a_call_whose_fate_is_unknown_is_settled_by_another() {
    let contract = contract("settling");
    for name in ["make_trinkets", "undo_trinket", "note_trinket"] {
        let settle = endpoint(&contract, name).settle.as_ref().unwrap();
        assert_eq!(contract.endpoints[settle.endpoint].name, "get_trinket");
        assert_eq!(settle.reference, "number");
    }
    assert!(endpoint(&contract, "get_trinket").settle.is_none());
    let sent = contract.sent_fields(endpoint(&contract, "make_trinkets"));
    let wires: Vec<&str> = sent.iter().map(|field| field.wire.as_str()).collect();
    assert_eq!(
        wires,
        ["shop", "X-Pin", "orders", "extra", "number", "way", "parts", "otp", "owner", "pan", "expiry_date"]
    );
}

#[test]
fn a_get_is_safe_unless_it_says_otherwise() {
    assert_eq!(endpoint(&contract("places"), "get_gadget").repeat, Repeat::Safe);
}

#[test]
fn origins_and_auth_are_each_endpoint_s_own() {
    let contract = contract("places");
    let origin = |name: &str| contract.api.origins[endpoint(&contract, name).origin].name.clone();
    assert_eq!((origin("get_gadget"), origin("put_gadget_pin")), ("api".to_owned(), "auth".to_owned()));
    assert_eq!(endpoint(&contract, "get_gadget").scopes.as_deref(), Some("create:token get:charges"));
    assert_eq!(endpoint(&contract, "put_gadget_pin").scopes, None);
    assert_eq!(endpoint(&contract, "put_gadget_pin").method, Method::Put);
}

#[test]
fn a_reply_is_an_object_or_a_list_or_a_document_or_nothing() {
    let contract = contract("replies");
    let reply = |name: &str| &endpoint(&contract, name).reply;
    let Reply::List(item) = *reply("list_trinkets") else { panic!("no list") };
    assert_eq!((contract.types[item].name.as_str(), contract.types[item].in_reply), ("ListedTrinket", true));
    assert_eq!(*reply("print_trinket"), Reply::Document("application/vnd.trinket+xml".to_owned()));
    assert!(matches!(reply("drop_trinket"), Reply::Nothing(_)));
    assert!(matches!(reply("get_trinket"), Reply::Object(_)));
    // Without a status, refusals have it where this API has it.
    let status = |name: &str| endpoint(&contract, name).status.path.join(".");
    assert_eq!([status("list_trinkets"), status("print_trinket")], ["meta.status", "meta.status"]);
    assert_eq!(status("search_trinkets"), "problem");
}

#[test]
fn endpoints_share_a_reply_by_its_name() {
    let contract = contract("replies");
    let replies: Vec<_> = ["get_trinket", "create_trinket"]
        .map(|name| contract.types[endpoint(&contract, name).reply.whole().unwrap()].name.clone())
        .into_iter()
        .collect();
    assert_eq!(replies, ["TrinketReply", "TrinketReply"]);
    assert!(!contract.types.iter().any(|one| one.name == "GetTrinketReply"));
}

#[test]
fn a_notification_says_whose_and_which_it_is() {
    let contract = contract("notifications");
    let trinket = contract.notifications.iter().find(|one| one.name == "trinket").unwrap();
    assert_eq!(
        (trinket.signature.as_str(), trinket.status.path.join(".")),
        ("signature", "meta.status".to_owned())
    );
    assert_eq!(trinket.identity, [["trinket", "id"], ["trinket", "state"]]);
    let body = &contract.types[trinket.body];
    assert_eq!((body.name.as_str(), body.in_request, body.in_reply), ("TrinketNotification", false, true));
    assert_eq!(contract.fields(trinket.body)[trinket.merchant].wire, "merchant_code");
    assert!(declared(&contract, "TrinketState").in_reply);
    assert!(trinket.example.is_some());
}

#[test]
fn a_return_says_whose_and_which_order_it_is_about() {
    let contract = contract("notifications");
    let bead =
        contract.notifications.iter().find(|one| one.kind() == "return" && one.name == "bead").unwrap();
    assert_eq!((bead.form.as_deref(), bead.signature.as_str()), (Some("bead_result"), "Content-Type"));
    let order: Vec<String> = bead.identity.iter().map(|path| path.join(".")).collect();
    assert_eq!(order, ["bead.id", "bead.price", "in"]);
    let body = &contract.types[bead.body];
    assert_eq!((body.name.as_str(), body.in_request, body.in_reply), ("BeadReturn", false, true));
    let price = contract.fields_on(bead.body, &bead.identity[1]);
    assert!(price.iter().all(|field| field.reading == Reading::Strict), "{price:?}");
}

#[test]
fn an_environment_may_hold_several_keys() {
    let contract = contract("notifications");
    let trinket = contract.notifications.iter().find(|one| one.name == "trinket").unwrap();
    let key = &contract.api.environment[trinket.keys];
    assert_eq!((key.name.as_str(), key.holds), ("notification_keys", Holds::Keys));
    let staging = contract.environments.iter().find(|one| one.name == "TOYSHOP").unwrap();
    let EnvironmentValue::Keys(keys) = &staging.values[trinket.keys] else { panic!("{staging:?}") };
    assert_eq!(keys.len(), 2);
    assert_eq!(contract.api.environment[0].holds, Holds::String);
}

#[test]
fn headers_of_a_reply_have_a_type_and_prove_nothing() {
    let contract = contract("replies");
    let of = endpoint(&contract, "order_trinket").reply_header.unwrap();
    assert_eq!(
        (contract.types[of].name.as_str(), contract.types[of].in_reply),
        ("OrderTrinketReplyHeaders", true)
    );
    assert!(contract.fields(of).iter().all(|field| field.reading == Reading::Lenient), "also the secret one");
    assert!(declared(&contract, "TrinketKind").in_reply);
    assert!(endpoint(&contract, "drop_trinket").reply_header.is_some(), "with a success without a body");
    assert!(endpoint(&contract, "get_trinket").reply_header.is_none());
}

#[test]
fn the_way_to_the_next_page_is_read_strictly() {
    let contract = contract("cursors");
    for (name, field, next) in
        [("list_trinkets", "after", vec!["next"]), ("find_trinkets", "page", vec!["paging", "nextPage"])]
    {
        let endpoint = endpoint(&contract, name);
        let cursor = endpoint.cursor.as_ref().unwrap();
        assert_eq!((cursor.field.as_str(), cursor.next.join(".")), (field, next.join(".")));
        let way = contract.fields_on(endpoint.reply.whole().unwrap(), &cursor.next);
        assert!(way.iter().all(|field| field.reading == Reading::Strict), "{way:?}");
    }
}
