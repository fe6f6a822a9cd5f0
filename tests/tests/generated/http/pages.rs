//! Tests lists that come in pages: a loop ends, and sees each record once.

use std::collections::BTreeSet;

use alignet::{Client, Error, ErrorKind};
use alignet_sandbox::Fault;
use alignet_tests::{
    local,
    partner::{Bolt, CreateBolt, ListBolts, ListBoltsReply, SearchBolts},
};

include!("all_bolts.rs");

async fn make(alignet: &Client, shop: &str, sizes: impl IntoIterator<Item = i64>) {
    for size in sizes {
        CreateBolt::new(alignet).shop(shop).size(size).send().await.unwrap();
    }
}

fn sizes(bolts: &[Bolt]) -> Vec<i64> {
    bolts.iter().map(|bolt| bolt.size.unwrap()).collect()
}

async fn page(alignet: &Client, after: Option<String>) -> Result<ListBoltsReply, Error> {
    ListBolts::new(alignet).shop("7").after(after).send().await
}

/// Asserts that the service refused a cursor, with a reason.
fn assert_refused(refused: Result<ListBoltsReply, Error>, reason: &str) {
    let error = refused.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Rejected, 400), "{error}");
    assert!(error.to_string().contains(reason), "{error}");
}

#[tokio::test]
async fn a_loop_sees_each_record_once_and_ends() {
    let (sandbox, alignet) = local::start_keeping("contract").await;
    make(&alignet, "7", 0..7).await;
    make(&alignet, "8", 100..102).await;
    assert_eq!(sizes(&all(&alignet, "7").await.unwrap()), (0..7).collect::<Vec<_>>());
    assert_eq!(sandbox.calls("list_bolts"), 3);
    assert_eq!(sizes(&all(&alignet, "8").await.unwrap()), [100, 101]);
    assert!(all(&alignet, "9").await.unwrap().is_empty());
    // A page that is full and the last.
    make(&alignet, "7", 7..9).await;
    assert_eq!(all(&alignet, "7").await.unwrap().len(), 9);
    assert_eq!(sandbox.calls("list_bolts"), 3 + 1 + 1 + 3);
}

#[tokio::test]
async fn records_that_are_created_between_pages_come_later_and_move_none() {
    let (_sandbox, alignet) = local::start_keeping("contract").await;
    make(&alignet, "7", 0..4).await;
    let (mut seen, mut after, mut made) = (Vec::new(), None, 4);
    for more in [3, 2, 0] {
        let page = page(&alignet, after.clone()).await.unwrap();
        seen.extend(sizes(&page.bolts));
        make(&alignet, "7", made..made + more).await;
        made += more;
        let again = self::page(&alignet, after).await.unwrap();
        assert_eq!(again.bolts, page.bolts, "a later attempt gets the same page");
        after = page.paging.next;
    }
    assert_eq!((seen, after), ((0..9).collect::<Vec<_>>(), None));
}

#[tokio::test]
async fn a_loop_that_forgets_the_cursor_gets_the_first_page_for_ever() {
    let (_sandbox, alignet) = local::start_keeping("contract").await;
    make(&alignet, "7", 0..4).await;
    let mut cursors = BTreeSet::new();
    for _ in 0..10 {
        let first = page(&alignet, None).await.unwrap();
        assert_eq!(sizes(&first.bolts), [0, 1, 2]);
        cursors.insert(first.paging.next.unwrap());
    }
    assert_eq!(cursors.len(), 10, "a cursor tells nothing, not even the page");
}

#[tokio::test]
async fn a_cursor_that_no_reply_had_is_refused() {
    let (sandbox, alignet) = local::start_keeping("contract").await;
    make(&alignet, "7", 0..4).await;
    let cursor = page(&alignet, None).await.unwrap().paging.next.unwrap();
    assert_refused(page(&alignet, Some("3".to_owned())).await, "`after` is no cursor of a page");
    assert_refused(page(&alignet, Some(String::new())).await, "`after` is no cursor of a page");
    let other = ListBolts::new(&alignet).shop("8").after(cursor.clone()).send().await;
    assert_refused(other, "`after` is the cursor of another list");
    let other = ListBolts::new(&alignet).shop("7").size(1).after(cursor.clone()).send().await;
    assert_refused(other, "`after` is the cursor of another list");
    let error = SearchBolts::new(&alignet).page(1).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected, "{error}");
    assert_eq!(sizes(&page(&alignet, Some(cursor.clone())).await.unwrap().bolts), [3]);
    sandbox.forget_records();
    assert_refused(page(&alignet, Some(cursor)).await, "its records were deleted");
}

#[tokio::test]
async fn a_limit_makes_pages_smaller_and_never_larger() {
    let (_sandbox, alignet) = local::start_keeping("contract").await;
    make(&alignet, "7", 0..7).await;
    let limited = |limit: i64| ListBolts::new(&alignet).shop("7").limit(limit).send();
    assert_eq!(sizes(&limited(2).await.unwrap().bolts), [0, 1]);
    assert_eq!(sizes(&limited(50).await.unwrap().bolts), [0, 1, 2]);
    for limit in [0, -1] {
        assert_refused(limited(limit).await, "`limit` must be 1 or more");
    }
    // Pages of one list may have different sizes.
    let next = limited(2).await.unwrap().paging.next;
    let rest = ListBolts::new(&alignet).shop("7").limit(1).after(next).send().await.unwrap();
    assert_eq!(sizes(&rest.bolts), [2]);
}

#[tokio::test]
async fn a_cursor_can_be_a_number_in_a_body() {
    let (_sandbox, alignet) = local::start_keeping("contract").await;
    make(&alignet, "7", [1, 2, 1, 1, 2]).await;
    let (mut found, mut page, mut pages) = (Vec::new(), None, 0);
    loop {
        let reply = SearchBolts::new(&alignet).size(1).page(page).send().await.unwrap();
        assert_eq!(reply.count, Some(reply.bolts.len() as i64));
        found.extend(sizes(&reply.bolts));
        pages += 1;
        assert!(pages <= 2);
        let Some(more) = reply.more else { break };
        page = Some(more.page);
    }
    assert_eq!((found, pages), (vec![1, 1, 1], 2));
}

#[tokio::test]
async fn without_records_a_list_is_one_page() {
    let (_sandbox, alignet) = local::start_serving("contract").await;
    assert_eq!(all(&alignet, "7").await.unwrap().len(), 1);
    assert_refused(page(&alignet, Some("3".to_owned())).await, "`after` is no cursor of a page");
}

/// A list must not end because its cursor can't be read.
#[tokio::test]
async fn a_cursor_of_another_type_is_an_error_and_no_end() {
    let (sandbox, alignet) = local::start_keeping("contract").await;
    let body = |paging: &str| {
        format!(r#"{{ "success": true, "bolts": [], {paging} "meta": {{ "status": {{ "code": "00" }} }} }}"#)
    };
    for (paging, path) in [
        (r#""paging": { "next": 7 },"#, "paging.next"),
        (r#""paging": { "next": ["a"] },"#, "paging.next"),
        (r#""paging": "a","#, "paging"),
        ("", "paging"),
    ] {
        sandbox.fault("list_bolts", Fault::usual().body(body(paging))).unwrap();
        let error = all(&alignet, "7").await.unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some(path)), "{error}");
    }
    for paging in [r#""paging": { "next": null },"#, r#""paging": {},"#] {
        sandbox.fault("list_bolts", Fault::usual().body(body(paging))).unwrap();
        assert!(all(&alignet, "7").await.unwrap().is_empty());
    }
}

#[test]
fn the_readme_shows_this_loop() {
    let readme = include_str!("../../../../spec/README.md");
    assert!(
        readme.contains(include_str!("all_bolts.rs")),
        "spec/README.md has another loop than all_bolts.rs"
    );
}
