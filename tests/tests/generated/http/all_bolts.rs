/// Lists every bolt of a shop, page by page.
async fn all(alignet: &Client, shop: &str) -> Result<Vec<Bolt>, Error> {
    let (mut bolts, mut after) = (Vec::new(), None);
    loop {
        let page = ListBolts::new(alignet).shop(shop).after(after).send().await?;
        bolts.extend(page.bolts);
        after = page.paging.next;
        if after.is_none() {
            return Ok(bolts);
        }
    }
}
