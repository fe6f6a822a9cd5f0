use alignet::api::Phone;

fn phone() -> Phone {
    Phone::builder().country_code("+51").build()
}

fn main() {
    let _ = phone;
}
