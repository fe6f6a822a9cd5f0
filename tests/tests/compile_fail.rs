//! What the compiler says to those who use the client wrongly: one mistake a file, its message beside
//! it.

#[test]
fn every_mistake_has_its_message() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}
