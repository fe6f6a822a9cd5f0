//! A caller's values for paths, queries and headers arrive as given, or are refused.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use crate::{codegen::places::Places, error::ErrorKind, transport::TransportError, types::secret::Secret};

proptest! {
    #[test]
    fn a_path_segment_round_trips_and_stays_one_segment(value in any::<String>()) {
        let mut places = Places::default();
        places.segment("id", &value);
        let whole = places.segments.join("/");
        if matches!(value.as_str(), "" | "." | "..") {
            prop_assert_eq!(places.error.map(|error| error.kind()), Some(ErrorKind::Request));
        } else {
            prop_assert!(places.error.is_none());
            prop_assert!(!whole.contains(['/', '?', '#', '\\', '\r', '\n']) && whole.is_ascii());
            prop_assert_eq!(percent_decode_str(&whole).decode_utf8().unwrap(), value);
        }
    }

    #[test]
    fn a_query_round_trips_and_stays_one_pair(value in any::<String>()) {
        let mut places = Places::default();
        places.query("a", &value);
        places.query("b", &Option::<String>::None);
        places.query("c", &true);
        let (first, last) = places.query.split_once('&').unwrap();
        prop_assert_eq!(last, "c=true");
        prop_assert_eq!(percent_decode_str(first.strip_prefix("?a=").unwrap()).decode_utf8().unwrap(), value);
    }

    #[test]
    fn a_header_carries_no_line_break(value in any::<String>()) {
        let mut places = Places::default();
        places.header("x", &value);
        for (_, sent) in &places.headers {
            prop_assert!(!sent.as_bytes().iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)));
            prop_assert!(sent.is_sensitive());
        }
        prop_assert_eq!(places.headers.is_empty(), places.error.is_some());
    }

    #[test]
    fn an_arbitrary_secret_is_redacted(value in "[!-~]{12,40}") {
        let shown = format!("{:?} {:#?}", Secret::new(value.clone()), Some(Secret::new(value.clone())));
        prop_assert!(!shown.contains(&value));
    }

    #[test]
    fn what_a_vendor_says_is_bounded_and_breaks_no_log(text in any::<String>()) {
        use crate::error::Error;
        let error = Error::of_kind(ErrorKind::Api).vendor(Some(text.clone()), vec![(text.clone(), text)]);
        let line = error.to_string();
        prop_assert!(!line.chars().any(char::is_control));
        prop_assert!(line.chars().count() < 1200);
    }
}

#[test]
fn a_transport_error_says_how_far_the_request_got() {
    assert_eq!(TransportError::not_sent("no cable").to_string(), "not sent: no cable");
    assert_eq!(TransportError::maybe_sent("reset").to_string(), "maybe sent: reset");
}

#[test]
fn an_item_of_a_list_has_no_sign_that_separates_items() {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let mut places = Places::default();
    places.separated("a", ';', &list(&["x,y", "", "z"]));
    places.separated("b", ',', &Some(list(&["1", "2"])));
    places.separated("c", ',', &None::<Vec<String>>);
    assert_eq!((places.query.as_str(), places.error.is_none()), ("?a=x%2Cy%3B%3Bz&b=1,2", true));
    places.separated("d", ',', &list(&["s3cret,x"]));
    let error = places.error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}
