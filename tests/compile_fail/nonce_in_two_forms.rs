use alignet::api::{CreateNonceReply, FlexForm, FlexPayload};

fn forms(reply: CreateNonceReply, payload: FlexPayload) -> [FlexForm; 2] {
    let first = FlexForm::builder().nonce(reply.nonce).payload(payload.clone()).build();
    let second = FlexForm::builder().nonce(reply.nonce).payload(payload).build();
    [first, second]
}

fn main() {
    let _ = forms;
}
