//! From the wire to Rust, and from a mistyped name to the one that was meant.

use alignet_spec::{name, suggestion};

#[test]
fn fields_become_snake_case() {
    let cases = [
        ("client_id", "client_id"),
        ("operationNumber", "operation_number"),
        ("ALG-API-VERSION", "alg_api_version"),
        ("HTTPServer", "httpserver"),
        ("v2Token", "v2_token"),
        ("utc.time", "utc_time"),
        ("__leading", "leading"),
        ("3ds_secure", "_3ds_secure"),
        ("3DS", "_3_ds"),
        ("type", "type_"),
        ("Self", "self_"),
        ("gen", "gen_"),
        ("", "_"),
        ("日本", "_"),
    ];
    for (wire, expected) in cases {
        assert_eq!(name::snake(wire), expected, "of {wire}");
    }
}

#[test]
fn values_and_types_become_camel_case() {
    let cases = [
        ("IN_PROCESS", "InProcess"),
        ("create_nonce", "CreateNonce"),
        ("PAGOEFECTIVO", "Pagoefectivo"),
        ("BANK-TRANSFER", "BankTransfer"),
        ("self", "Self_"),
        ("3DS", "_3Ds"),
        ("", "_"),
    ];
    for (wire, expected) in cases {
        assert_eq!(name::camel(wire), expected, "of {wire}");
    }
}

#[test]
fn only_rust_names_count_as_such() {
    for name in ["a", "_3ds", "operation_number", "type_", "self_"] {
        assert!(name::is_snake(name), "{name}");
    }
    for name in ["", "_", "__", "3ds", "Type", "type", "self", "café", "a-b", "a b"] {
        assert!(!name::is_snake(name), "{name}");
    }
    for name in ["A", "NonceCreation", "V2"] {
        assert!(name::is_camel(name) && name::is_variant(name), "{name}");
    }
    for name in ["", "a", "Self", "_3ds", "Nonce_Creation", "É", "3D"] {
        assert!(!name::is_camel(name), "{name}");
    }
    assert!(name::is_variant("_3ds") && name::is_variant("Self_"));
    assert!(!name::is_variant("_") && !name::is_variant("_a") && !name::is_variant("_3é"));
}

#[test]
fn the_nearest_name_is_the_one_that_was_meant() {
    let valid = ["expires_in", "success", "scope", "scopes", "api"];
    for (wrong, meant) in [
        ("expire_in", Some("expires_in")),
        ("expirse_in", Some("expires_in")),
        ("sucess", Some("success")),
        ("SCOPE", Some("scope")),
        ("apy", Some("api")),
        ("ap", Some("api")),
        ("nonce", None),
        ("", None),
        ("éxpires_in", Some("expires_in")),
    ] {
        assert_eq!(suggestion::nearest(wrong, valid), meant, "of {wrong}");
    }
    assert_eq!(suggestion::nearest("anything", []), None);
}

#[test]
fn a_suggestion_lists_what_is_valid() {
    assert_eq!(
        suggestion::suggest("apy", "origins", ["auth", "api"]),
        "did you mean `api`? origins: `auth`, `api`"
    );
    assert_eq!(suggestion::suggest("xyz", "origins", ["auth"]), "origins: `auth`");
    assert_eq!(suggestion::suggest("xyz", "origins", []), "origins: none");
}

#[test]
fn a_long_list_says_how_many_more_there_are() {
    let names: Vec<String> = (0..40).map(|index| format!("Type{index:02}")).collect();
    let text = suggestion::suggest("x", "types", names.iter().map(String::as_str));
    assert!(text.starts_with("types: `Type00`, ") && text.ends_with("`Type15` and 24 more"), "{text}");
}
