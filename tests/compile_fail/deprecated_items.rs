// The generated code itself uses them without a warning.
#![deny(deprecated)]

mod partner {
    alignet::client!("contract");
}

fn call(alignet: alignet::Client, invoice: partner::InvoiceReply) {
    let _sum = invoice.sum;
    let call = partner::VoidInvoice::new(&alignet).shop("7").number("1");
    let _call = call.note("late").reason(partner::InvoiceVoidReason::Late);
}

fn main() {
    let _ = call;
}
