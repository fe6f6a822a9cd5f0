mod partner {
    alignet::client!("unsound");
}

fn call(alignet: alignet::Client) {
    // What a sound contract would have: not a mistake of its own.
    let _call = partner::GetRobot::new(&alignet).shop("7");
}

fn main() {
    let _ = call;
}
