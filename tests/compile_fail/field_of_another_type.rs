mod partner {
    alignet::client!("contract");
}

fn call(alignet: alignet::Client) {
    let _call = partner::GetTerminal::new(&alignet).shop("7").terminal("the blue one");
}

fn main() {
    let _ = call;
}
