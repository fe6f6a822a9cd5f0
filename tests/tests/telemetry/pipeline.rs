//! An OpenTelemetry pipeline that keeps what it exports in memory.

use std::collections::BTreeMap;

use alignet_tests::script::Server;
use opentelemetry::{
    KeyValue, Value,
    trace::{SpanId, Status, TracerProvider as _},
};
use opentelemetry_sdk::{
    metrics::{
        InMemoryMetricExporter, PeriodicReader, SdkMeterProvider,
        data::{AggregatedMetrics, HistogramDataPoint, MetricData},
    },
    trace::{InMemorySpanExporter, SdkTracerProvider, SpanData},
};
use tracing::subscriber::DefaultGuard;
use tracing_opentelemetry::MetricsLayer;
use tracing_subscriber::{Layer as _, filter::filter_fn, layer::SubscriberExt as _};

pub(crate) type Attributes = BTreeMap<String, Value>;

/// The pipeline of all that this thread does, and no other.
pub(crate) struct Pipeline {
    spans: InMemorySpanExporter,
    metrics: InMemoryMetricExporter,
    meters: SdkMeterProvider,
    _tracers: SdkTracerProvider,
    _default: DefaultGuard,
}

impl Pipeline {
    pub(crate) fn start() -> Self {
        let (spans, metrics) = (InMemorySpanExporter::default(), InMemoryMetricExporter::default());
        let tracers = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let reader = PeriodicReader::builder(metrics.clone()).build();
        let meters = SdkMeterProvider::builder().with_reader(reader).build();
        // Without most attributes of the bridge's own, so that the tests see each of the client's and no other.
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracers.tracer("test"))
            .with_location(false)
            .with_threads(false)
            .with_level(true)
            .with_tracked_inactivity(false);
        // Of the libraries below, one that reports each connection.
        let heard = ["alignet", "shop", "hyper_util"];
        let own = filter_fn(move |metadata| heard.iter().any(|one| metadata.target().starts_with(one)));
        let subscriber = tracing_subscriber::registry()
            .with(layer.with_filter(own))
            .with(MetricsLayer::new(meters.clone()));
        let default = tracing::subscriber::set_default(subscriber);
        Self { spans, metrics, meters, _tracers: tracers, _default: default }
    }

    /// The spans that have ended, in the order in which they did.
    pub(crate) fn spans(&self) -> Vec<SpanData> {
        self.spans.get_finished_spans().unwrap()
    }

    /// The spans that have ended, by name.
    pub(crate) fn named(&self, name: &str) -> Vec<SpanData> {
        self.spans().into_iter().filter(|span| span.name == name).collect()
    }

    /// The points of the histogram of durations: attributes, and the number and sum of durations.
    pub(crate) fn durations(&self) -> Vec<(Attributes, u64, f64)> {
        self.meters.force_flush().unwrap();
        let exported = self.metrics.get_finished_metrics().unwrap();
        let metrics = exported.last().unwrap().scope_metrics().flat_map(|scope| scope.metrics());
        let data: Vec<_> = metrics
            .map(|metric| {
                assert_eq!(metric.name(), "http.client.request.duration");
                let AggregatedMetrics::F64(MetricData::Histogram(data)) = metric.data() else {
                    panic!("{metric:?}")
                };
                data
            })
            .collect();
        let point = |point: &HistogramDataPoint<f64>| (all(point.attributes()), point.count(), point.sum());
        data.into_iter().flat_map(|data| data.data_points().map(point)).collect()
    }
}

/// All attributes of a span or of a point.
pub(crate) fn all<'a>(attributes: impl IntoIterator<Item = &'a KeyValue>) -> Attributes {
    let attributes = attributes.into_iter();
    attributes.map(|KeyValue { key, value, .. }| (key.to_string(), value.clone())).collect()
}

/// The attributes that are expected: those of every attempt of a call, and some more.
pub(crate) fn attempt(server: &Server, method: &str, template: &str, more: &[(&str, Value)]) -> Attributes {
    let url = format!("{}{template}", server.origin());
    let mut attributes = point(server, method, template, &[&[("url.full", url.into())], more].concat());
    attributes.extend(of_every_span());
    attributes
}

/// The attributes that the bridge adds: the level and the target that every span has.
pub(crate) fn of_every_span() -> Attributes {
    [("level".to_owned(), "INFO".into()), ("target".to_owned(), "alignet".into())].into()
}

/// The attributes that are expected of a duration, and some more.
pub(crate) fn point(server: &Server, method: &str, template: &str, more: &[(&str, Value)]) -> Attributes {
    let usual = [
        ("http.request.method", method.to_owned().into()),
        ("server.address", "127.0.0.1".into()),
        ("server.port", i64::from(server.address().port()).into()),
        ("url.template", template.to_owned().into()),
    ];
    usual.into_iter().chain(more.iter().cloned()).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The value of an attribute.
pub(crate) fn value(span: &SpanData, key: &str) -> Option<String> {
    all(&span.attributes).get(key).map(|value| value.as_str().into_owned())
}

/// Checks that a span failed in this way, and says no more about it.
#[track_caller]
pub(crate) fn failed(span: &SpanData, error_type: &str) {
    assert_eq!(value(span, "error.type").as_deref(), Some(error_type), "{span:?}");
    assert_eq!(span.status, Status::error(""), "{span:?}");
}

/// Checks that a span does not say that it failed.
#[track_caller]
pub(crate) fn unfailed(span: &SpanData) {
    assert_eq!((value(span, "error.type"), &span.status), (None, &Status::Unset), "{span:?}");
}

/// Checks that a span is inside another, and in its trace.
#[track_caller]
pub(crate) fn inside(span: &SpanData, parent: &SpanData) {
    assert_eq!(span.parent_span_id, parent.span_context.span_id(), "{span:?}");
    assert_eq!(span.span_context.trace_id(), parent.span_context.trace_id());
}

/// Checks that a span has no parent, and one link: to this span.
#[track_caller]
pub(crate) fn apart_from(span: &SpanData, starter: &SpanData) {
    assert_eq!(span.parent_span_id, SpanId::INVALID);
    assert_ne!(span.span_context.trace_id(), starter.span_context.trace_id());
    let links: Vec<_> = span.links.iter().map(|link| &link.span_context).collect();
    assert_eq!(links, [&starter.span_context]);
}
