//! The rows of the table: faults, and the expected result of a call.
//!
//! H are calls that may be repeated, N are calls that must not. If a row has several faults, the same result
//! is expected of each.

use alignet::ErrorKind::{
    Api, Conflict, Contradictory, Decode, Forbidden, NotFound, Protocol, RateLimited, Rejected, Server,
    Timeout, TooLarge, Transport, Unauthorized,
};
use alignet_tests::script::Step::{self, Arrive, Close, Drip, Flood, Hold, Read, ReadPart, Reset};

use crate::{
    answers::{
        FORGED, another, bad_request, chunk, chunked, code_of, code_twice, cut, cut_off, failed,
        failed_though, headers, hints, html, in_chunks, lacking, length_and_chunks, lengths, mistyped,
        no_content, refused, success, success_itself, the_rest, the_status, twice, unframed, well_but,
    },
    column::Column,
    expect::{Expect, Times, answered, garbled, late, lost, succeeds, unsent},
    fault::{
        Fault, any, certificate, every, handshake, kept, once, raw, reply, short, status, status_with,
        unconnected, unconnected_at_all, unheard, unresolvable, whole,
    },
};

/// A row of the table.
pub(crate) struct Row {
    pub(crate) number: usize,
    pub(crate) name: &'static str,
    pub(crate) faults: Vec<Fault>,
    h: Expect,
    n: Expect,
    token: Option<Expect>,
}

fn row(number: usize, name: &'static str, faults: Vec<Fault>) -> Row {
    Row { number, name, faults, h: succeeds(), n: succeeds(), token: None }
}

impl Row {
    /// H fails after this many attempts. N fails after one, and its error is indeterminate.
    fn open(self, times: impl Into<Times>, expect: Expect) -> Self {
        self.h(expect.clone().times(times)).n(expect.indeterminate())
    }

    /// H fails after this many attempts. N fails after one, and was certainly not done.
    fn definite(self, times: impl Into<Times>, expect: Expect) -> Self {
        self.h(expect.clone().times(times)).n(expect)
    }

    fn h(self, h: Expect) -> Self {
        Self { h, ..self }
    }

    fn n(self, n: Expect) -> Self {
        Self { n, ..self }
    }

    /// The expected result of the token endpoint, if it differs from the rest of H.
    fn token(self, token: Expect) -> Self {
        Self { token: Some(token), ..self }
    }

    /// The faults that are tried on a call.
    pub(crate) fn faults(&self, column: Column) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(move |fault| (fault.applies)(column))
    }

    pub(crate) fn expect(&self, column: Column) -> &Expect {
        match (column, &self.token) {
            (column, Some(token)) if column.is_token() => token,
            (column, _) if column.is_never() => &self.n,
            _ => &self.h,
        }
    }
}

/// Every row of the table. `elsewhere` is a host that no redirect may reach.
#[rustfmt::skip]
pub(crate) fn rows(elsewhere: &str) -> Vec<Row> {
    let to = |code| status_with(code, &[("location", elsewhere)]);
    let after = |code, wait| status_with(code, &[("retry-after", wait)]);
    vec![
        row(1, "the name does not resolve", unresolvable()).h(unsent().times(0)).n(unsent().times(0)),
        row(2, "the connection is refused", unheard()).h(unsent().times(0)).n(unsent().times(0)),
        row(3, "connecting never completes", any([unconnected(), short(unconnected_at_all())])).h(unsent().times(0)).n(unsent().times(0)),
        row(4, "accepted, then reset", every([Arrive, Reset])).open(3, lost()),
        row(5, "accepted, then closed", every([Arrive, Close])).open(3, lost()),
        row(6, "a plain answer on a TLS port", handshake([ReadPart(1), Step::Write(bad_request()), Hold])).definite(1, unsent()),
        row(7, "a certificate of an unknown authority", certificate(|shown| &shown.of_unknown_authority, "UnknownIssuer")).definite(1, unsent()),
        row(8, "a certificate of another host", certificate(|shown| &shown.of_other_host, "NotValidForName")).definite(1, unsent()),
        row(9, "an expired certificate", certificate(|shown| &shown.expired, "Expired")).definite(1, unsent()),
        row(10, "TLS is cut mid-handshake", handshake([ReadPart(1), Close])).h(unsent().times(3)).n(unsent().times(2)),
        row(11, "a kept connection is closed before the request", kept([Close])).h(succeeds()).n(succeeds()),
        row(12, "a kept connection is closed as the request comes", any([kept([Arrive, Close]), kept([Arrive, Reset])])).h(succeeds()).n(succeeds()),
        row(13, "the request is read, then the connection closed", every([Read, Close])).open(3, lost()),
        row(14, "the request is read, then the connection reset", every([Read, Reset])).open(3, lost()),
        row(15, "half the request is read, then reset", every([ReadPart(64), Reset])).open(3, lost()),
        row(16, "silence", short(every([Read, Hold]))).open(1..=3, late()),
        row(17, "half a status line, then silence", short(raw(|_| "HTTP/1.1 2".into(), [Hold]))).open(1..=3, late()),
        row(18, "a head, then the body stalls", short(raw(|reply| cut(&reply), [Hold]))).open(1..=3, answered(Timeout)),
        row(19, "a short body, then closed", raw(|reply| cut(&reply), [Close])).open(3, answered(Transport)),
        row(20, "a short body, then reset", raw(|reply| cut(&reply), [Reset])).open(3, answered(Transport)),
        row(21, "chunks that do not end, then closed", raw(|reply| chunked(&reply, "40"), [Close])).open(3, answered(Transport)),
        row(22, "a chunk size that is no number", raw(|reply| chunked(&reply, "forty"), [Hold])).open(1, answered(Protocol)),
        row(23, "a body that drips past the deadline", short(raw(|reply| cut(&reply), [Drip([b' '; 512].as_slice().into())]))).open(1..=3, answered(Timeout)),
        row(24, "a body announced as 1 GiB", raw(|reply| reply.framed("content-length: 1073741824\r\n", &reply.body), [Hold])).open(1, answered(TooLarge)),
        row(25, "chunks without end", raw(|reply| chunked(&reply, "40"), [Flood(chunk())])).open(1, answered(TooLarge)),
        row(26, "101 headers, or 500 KiB of them", any([headers(101, 8), headers(60, 8700)])).open(1, garbled()),
        row(27, "not HTTP", raw(|reply| format!("SSH-2.0-server {}\r\n\r\n", reply.body).into(), [Hold])).open(1, garbled()),
        row(28, "a thousand 103s, then 200", raw(|reply| [hints(1000), reply.bytes()].concat().into(), [])).h(succeeds()).n(succeeds()),
        row(29, "Content-Encoding: gzip", reply(|reply| reply.header("content-encoding", "gzip"))).open(1, answered(Protocol)),
        row(30, "Connection: close", raw(|reply| reply.header("connection", "close").bytes(), [Close])).h(succeeds()).n(succeeds()),
        row(31, "200, success false and a failure code", any([failed(false), failed("false")])).definite(1, answered(Api)),
        row(31, "200, success false and the code of success, or a state that says otherwise, or something twice", any([success(false), success("false"), failed_though("AUTORIZADO"), failed_though("PENDIENTE"), failed_though("EN_REVISION"), twice(r#""success":false"#, true), twice(r#""success":false"#, false), code_twice()])).open(1, answered(Contradictory)),
        row(32, "200, and a required field is missing", any([lacking(success_itself), lacking(the_rest), lacking(the_status)])).open(1, answered(Decode)),
        row(33, "200, and HTML", any([html("text/html"), html("application/json")])).open(1, answered(Decode)),
        row(34, "204", any([no_content()])).open(1, answered(Decode)),
        row(35, "301, 302 or 303 to another host", any([to(301), to(302), to(303)])).open(1, answered(Protocol)),
        row(36, "307 or 308 to another host", any([to(307), to(308)])).open(1, answered(Protocol)),
        row(37, "400", any([status(400), cut_off(400, Close), short(cut_off(400, Hold))])).definite(1, answered(Rejected)),
        row(38, "401 once", once(status(401))).h(succeeds().times(2).renews(1..=1, 1)).n(answered(Unauthorized).renews(0..=1, 1)).token(answered(Unauthorized)),
        row(39, "401 always", status(401)).h(answered(Unauthorized).times(2).renews(1..=1, 1)).n(answered(Unauthorized).renews(0..=1, 1)).token(answered(Unauthorized)),
        row(40, "403", status(403)).definite(1, answered(Forbidden)),
        row(41, "404", status(404)).definite(1, answered(NotFound)),
        row(42, "408", status(408)).open(3, answered(Timeout)),
        row(43, "409", status(409)).definite(1, answered(Conflict)),
        row(44, "422", status(422)).definite(1, answered(Rejected)),
        row(45, "429", status(429)).definite(3, answered(RateLimited)),
        row(46, "429 with Retry-After 1, then fine", once(after(429, "1"))).h(succeeds().times(2).apart(1)).n(answered(RateLimited).asks(1)),
        row(47, "429 with Retry-After 3600", after(429, "3600")).definite(1, answered(RateLimited).asks(3600)),
        row(48, "429 with a Retry-After that is nonsense", any(["soon", "-1", "1.5", ""].map(|wait| after(429, wait)))).definite(3, answered(RateLimited)),
        row(49, "500 once", once(status(500))).h(succeeds().times(2)).n(answered(Server).indeterminate()),
        row(50, "500", status(500)).open(3, answered(Server)),
        row(51, "502", status(502)).open(3, answered(Server)),
        row(52, "503 with Retry-After 1", after(503, "1")).open(3, answered(Server).asks(1).apart(1)),
        row(53, "504", status(504)).open(3, answered(Server)),
        row(54, "599", status(599)).open(1, answered(Server)),
        row(55, "a status of 000, 99 or 1000", any([code_of("000"), code_of("99"), code_of("1000")])).open(1, garbled()),
        row(56, "two lengths, or a length and chunks", any([lengths(1), whole(lengths(0)), whole(length_and_chunks("")), length_and_chunks(FORGED)])).open(1, garbled()),
        row(57, "200, success true, and the code of a failure", refused()).open(1, answered(Contradictory)),
        row(58, "a status that nobody defined", any([status(600), status(999)])).open(1, answered(Protocol)),
        row(59, "a reply about something else", another()).open(1, answered(Protocol)),
        row(60, "a 4xx that is no refusal", any([status(402), status(412), status(418), status(499)])).open(1, answered(Rejected)),
        row(61, "a refusal with the body of a success", any([well_but(400), well_but(422)])).open(1, answered(Rejected)),
        row(62, "what informs is of another type", mistyped()).h(succeeds()).n(succeeds()),
        row(63, "a transfer coding that is not chunked", any([unframed(&["gzip"]), unframed(&["xchunked"]), unframed(&["identity"]), unframed(&[""]), unframed(&["chunked;q=1"]), in_chunks(&["gzip, chunked"]), in_chunks(&["chunked, chunked"]), in_chunks(&["gzip", "chunked"]), in_chunks(&["chunked", "chunked"])])).open(1, garbled()),
        row(64, "chunked in any case", any([in_chunks(&["chunked"]), in_chunks(&["Chunked"]), in_chunks(&[" CHUNKED "])])).h(succeeds()).n(succeeds()),
    ]
}
