use alignet::api::Phone;

fn phone() -> Phone {
    Phone { country_code: "+51".into(), subscriber: "900000001".into() }
}

fn swapped(alignet: &alignet::Client) {
    let _call = alignet.cancel_charge("400100", "M");
}

fn main() {
    let _ = (phone, swapped);
}
