//! Declared types.

use crate::{
    contract::{Conversion, Kind, Origin, Primitive, Type, Union, Value, Variant},
    diagnostic::Diagnostic,
    document::{KindEntry, MemberEntry, TypeEntry, UseEntry},
    name,
    resolve::Resolver,
    source::Spanned,
};

impl Resolver<'_> {
    pub(super) fn declared_type(&self, entry: TypeEntry) -> Type {
        let lost = entry.kind.is_none();
        let (mut outcome, mut integer, mut used) = (None, false, UseEntry::default());
        let kind = match entry.kind {
            None => Kind::Object(Vec::new()),
            Some(KindEntry::Object(fields, proof, of_object)) => {
                used = of_object;
                let fields = self.fields(fields);
                outcome = self.proof(proof, &fields);
                Kind::Object(fields)
            }
            Some(KindEntry::Enumeration(members, holds)) => {
                integer = holds.as_ref().is_some_and(|holds| self.is_integer(holds));
                Kind::Enumeration(members.into_iter().map(|member| self.value(member)).collect())
            }
            Some(KindEntry::Union { tag, content, variants }) => {
                Kind::Union(self.union(tag, content, variants))
            }
        };
        Type {
            name: entry.name.value,
            doc: entry.doc,
            kind,
            integer,
            outcome,
            from: used.from.as_ref().and_then(|from| self.conversion(from)),
            browser: used.browser.is_some_and(|browser| browser.value),
            in_request: false,
            in_reply: false,
            inherited: self.sources.is_inherited(entry.name.span),
            origin: Origin::Table,
            span: entry.name.span,
            lost,
        }
    }

    /// Returns the type whose values become values of another.
    fn conversion(&self, from: &Spanned<String>) -> Option<Conversion> {
        let of = self.declared(from, "what a value is made from")?;
        Some(Conversion { of, span: from.span })
    }

    /// Returns true for an enumeration of numbers.
    fn is_integer(&self, holds: &Spanned<String>) -> bool {
        let integer = holds.value == Primitive::Integer.as_str();
        if !integer {
            self.report(
                "words-are-known",
                Diagnostic::new(holds.span, format!("no enumeration has values of type `{}`", holds.value))
                    .help("write `type = \"integer\"` for numbers, or remove it for strings"),
            );
        }
        integer
    }

    fn union(
        &self,
        tag: Spanned<String>,
        content: Option<Spanned<String>>,
        variants: Vec<MemberEntry>,
    ) -> Union {
        let content_span = content.as_ref().map_or(tag.span, |content| content.span);
        let content_optional = content.as_ref().is_some_and(|content| content.value.ends_with('?'));
        let content =
            content.map(|content| content.value.strip_suffix('?').unwrap_or(&content.value).to_owned());
        let variants = variants.into_iter().filter_map(|variant| self.variant(variant)).collect();
        Union { tag: tag.value, content, content_optional, variants, content_span }
    }

    fn variant(&self, entry: MemberEntry) -> Option<Variant> {
        let name = entry.of.as_ref()?;
        let of_span = name.span;
        let of = self.declared(name, "a variant")?;
        let value = self.value(entry);
        let Value { wire, name, doc, deprecated, span, .. } = value;
        Some(Variant { wire, name, doc, deprecated, of, span, of_span })
    }

    fn value(&self, entry: MemberEntry) -> Value {
        let (span, written, name, valid) = match &entry.name {
            Some(name) => (name.span, &name.value, name.value.clone(), name::is_camel(&name.value)),
            None => {
                let name = name::camel(&entry.wire.value);
                let valid = name::is_variant(&name);
                (entry.wire.span, &entry.wire.value, name, valid)
            }
        };
        if !valid && !entry.lost {
            let more = if entry.of.is_some() { "type = \"…\", " } else { "" };
            self.unnameable(
                span,
                written,
                &format!("give it one in camel case: `{{ {more}doc = \"…\", name = \"InProcess\" }}`"),
            );
        }
        let outcome = entry.outcome.as_ref().map(|word| self.outcome(word));
        let deprecated = entry.deprecated.map(|note| note.value);
        Value {
            name,
            doc: entry.doc,
            deprecated,
            outcome,
            declined: entry.declined,
            span: entry.wire.span,
            wire: entry.wire.value,
        }
    }
}
