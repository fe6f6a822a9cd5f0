//! Spans, durations and `traceparent` headers for OpenTelemetry. The exporters here keep everything in memory; an
//! application takes those of `opentelemetry-otlp`.

use std::error::Error;

use alignet::Client;
use alignet_sandbox::{Fault, Sandbox};
use http::{HeaderMap, HeaderName};
use opentelemetry::{
    global,
    propagation::Injector,
    trace::{Status, TracerProvider as _},
};
use opentelemetry_sdk::{
    metrics::{
        Aggregation, InMemoryMetricExporter, Instrument, PeriodicReader, SdkMeterProvider, Stream,
        data::{AggregatedMetrics, MetricData},
    },
    propagation::TraceContextPropagator,
    trace::{InMemorySpanExporter, SdkTracerProvider},
};
use tracing::Instrument as _;
use tracing_opentelemetry::{MetricsLayer, OpenTelemetrySpanExt as _};
use tracing_subscriber::{Layer as _, filter::LevelFilter, layer::SubscriberExt as _};

/// The upper ends of the buckets of a duration in seconds, as in the semantic conventions.
const BUCKETS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

struct Headers<'h>(&'h mut HeaderMap);

impl Injector for Headers<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(key), value.parse()) {
            self.0.insert(name, value);
        }
    }
}

/// Adds `traceparent` with the id of the current span, which is that of the attempt.
fn inject(headers: &mut HeaderMap) {
    let context = tracing::Span::current().context();
    global::get_text_map_propagator(|propagator| propagator.inject_context(&context, &mut Headers(headers)));
}

/// Sets unit and buckets of the durations, which the layer leaves open.
fn durations(instrument: &Instrument) -> Option<Stream> {
    let buckets = Aggregation::ExplicitBucketHistogram { boundaries: BUCKETS.to_vec(), record_min_max: true };
    let stream = Stream::builder().with_unit("s").with_aggregation(buckets);
    (instrument.name() == "http.client.request.duration").then(|| stream.build().ok()).flatten()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (spans, metrics) = (InMemorySpanExporter::default(), InMemoryMetricExporter::default());
    let tracers = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
    let reader = PeriodicReader::builder(metrics.clone()).build();
    let meters = SdkMeterProvider::builder().with_reader(reader).with_view(durations).build();
    // The level applies to spans alone: durations are events at level DEBUG.
    let traces = tracing_opentelemetry::layer().with_tracer(tracers.tracer("shop"));
    let subscriber = tracing_subscriber::registry()
        .with(traces.with_filter(LevelFilter::INFO))
        .with(MetricsLayer::new(meters.clone()));
    tracing::subscriber::set_global_default(subscriber)?;
    global::set_text_map_propagator(TraceContextPropagator::new());

    let sandbox = Sandbox::start().await?;
    let alignet = Client::builder(sandbox.environment())
        .credentials(sandbox.credentials())
        .propagator(inject)
        .build()?;
    sandbox.fault("create_nonce", Fault::status(503))?; // once
    alignet.create_nonce().send().instrument(tracing::info_span!("checkout")).await?;

    tracers.force_flush()?;
    let spans = spans.get_finished_spans()?;
    for span in &spans {
        let failed = if span.status == Status::Unset { "" } else { ", failed" };
        println!("{} ({:?}{failed})", span.name, span.span_kind);
    }
    for call in sandbox.requests() {
        let parent = call.expose_header("traceparent").unwrap_or_default();
        let found = spans.iter().find(|span| parent.contains(&span.span_context.span_id().to_string()));
        let [operation, span] = [call.operation(), found.map(|span| &*span.name)];
        println!("{} came from the span {}", operation.unwrap_or("?"), span.unwrap_or("?"));
    }
    meters.force_flush()?;
    let exported = metrics.get_finished_metrics()?;
    let measured = exported.iter().flat_map(|all| all.scope_metrics()).flat_map(|scope| scope.metrics());
    for metric in measured {
        let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = metric.data() else { continue };
        let number: u64 = histogram.data_points().map(|point| point.count()).sum();
        println!("{} in {}: {number} requests", metric.name(), metric.unit());
    }
    Ok(())
}
