mod partner {
    alignet::client!("contract");
}

fn call(alignet: alignet::Client) {
    let _call = partner::GetRobot::new(&alignet).shop("7").robot("the blue one");
}

fn main() {
    let _ = call;
}
