//! Parses a type expression: `string`, `Phone?`, `[Charge]`, `{json}`, `string|null?`.

use crate::contract::{Primitive, Shape};

/// A mistake in a type expression, and the part it is in.
pub(crate) enum Mistake<'e> {
    /// The expression is malformed.
    Form { offset: usize, length: usize, message: &'static str },
    /// The name is not a type.
    Unknown { offset: usize, name: &'e str },
}

/// Parses a whole expression. Returns its shape, and true if it is optional; `named` finds a declared type.
pub(crate) fn parse<'e>(
    text: &'e str,
    named: &dyn Fn(&str) -> Option<usize>,
) -> Result<(Shape, bool), Mistake<'e>> {
    let mut parser = Parser { text, offset: 0, depth: 0, named };
    let shape = parser.shape()?;
    let optional = parser.take("?");
    if parser.offset < text.len() {
        return Err(parser.form("a type ends here: only `|null` and `?` may follow, in this order"));
    }
    Ok((shape, optional))
}

/// The maximum depth of nested lists and maps. A contract that needs more should declare a type.
const DEPTH: usize = 8;

struct Parser<'e, 'n> {
    text: &'e str,
    offset: usize,
    depth: usize,
    named: &'n dyn Fn(&str) -> Option<usize>,
}

impl<'e> Parser<'e, '_> {
    /// Parses a type and an optional `|null`.
    fn shape(&mut self) -> Result<Shape, Mistake<'e>> {
        let start = self.offset;
        let base = if self.take("[") {
            let item = self.nested()?;
            self.close("]", "a list ends with `]`; its items can be `|null`, but not `?`")?;
            Shape::List(Box::new(item))
        } else if self.take("{") {
            let item = self.nested()?;
            self.close("}", "a map ends with `}`; its values can be `|null`, but not `?`")?;
            Shape::Map(Box::new(item))
        } else {
            self.word()?
        };
        if !self.take("|null") {
            return Ok(base);
        }
        if base.is(Primitive::Json) {
            let length = self.offset - start;
            return Err(Mistake::Form {
                offset: start,
                length,
                message: "any JSON can be null already: write `json`",
            });
        }
        Ok(Shape::Nullable(Box::new(base)))
    }

    fn nested(&mut self) -> Result<Shape, Mistake<'e>> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.form("this nests too deep to read: declare a type for a part of it"));
        }
        let shape = self.shape();
        self.depth -= 1;
        shape
    }

    fn word(&mut self) -> Result<Shape, Mistake<'e>> {
        let rest = &self.text[self.offset..];
        let length =
            rest.find(|char: char| !char.is_alphanumeric() && !"_-".contains(char)).unwrap_or(rest.len());
        if length == 0 {
            return Err(
                self.form("a type is expected here, such as `string`, `Phone?`, `[Message]` or `{json}`")
            );
        }
        let (offset, name) = (self.offset, &rest[..length]);
        let primitive = Primitive::ALL.iter().find(|primitive| primitive.as_str() == name);
        let primitive = primitive.map(|primitive| Shape::Primitive(*primitive));
        match primitive.or_else(|| (self.named)(name).map(Shape::Named)) {
            Some(shape) => {
                self.offset += length;
                Ok(shape)
            }
            None => Err(Mistake::Unknown { offset, name }),
        }
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.text[self.offset..].starts_with(token);
        if found {
            self.offset += token.len();
        }
        found
    }

    fn close(&mut self, token: &str, message: &'static str) -> Result<(), Mistake<'e>> {
        if self.take(token) { Ok(()) } else { Err(self.form(message)) }
    }

    fn form(&self, message: &'static str) -> Mistake<'e> {
        Mistake::Form { offset: self.offset, length: self.text.len() - self.offset, message }
    }
}
