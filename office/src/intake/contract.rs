//! The contract as an OpenAPI 3.1 document. Paths and successes are described at the handlers;
//! refusals come from [`Problem`] itself.
//!
//! `GET /v1/openapi.json` serves it, `office openapi` prints it, `docs/openapi.json` keeps it, and
//! a test compares the three.

use std::collections::BTreeMap;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use payung_model::journey::OfficeState;
use serde_json::Value;
use utoipa::openapi::schema::{Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, HeaderBuilder, ObjectBuilder, OpenApi as Document, Ref, RefOr, Response,
    ResponseBuilder,
};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi, ToSchema};

use super::Problem;

/// `GET /v1/openapi.json`: this document.
#[utoipa::path(
    get, path = "/v1/openapi.json", operation_id = "contract", tag = "operations",
    responses((status = 200, description = "This document.", body = Object, content_type = "application/json"), Busy)
)]
pub(super) async fn get(
    axum::Extension(Served(document)): axum::Extension<Served>,
) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], document)
}

/// The document's text, made once.
#[derive(Clone)]
pub(super) struct Served(pub axum::body::Bytes);

pub(super) fn text(mut document: Document) -> String {
    Busy::describe(&mut document);
    let mut document = serde_json::to_value(document).unwrap_or_default();
    demand_headers(&mut document);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The document without its paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Payung office: intake",
        description = "Where phones send registrations: a sealed record first, then its sealed photos by tus 1.0, and the \
            office's answer. docs/protocol.md explains it; this document is generated from the code. Request heads are \
            limited to 32 KiB and 64 lines (431, or 400, without a body); a path that is not here answers 404 `none`, \
            another method 405 `malformed`, both as JSON like every refusal. Any request may be answered 429 `slow_down` \
            with Retry-After. Any request may name its method in X-HTTP-Method-Override, for networks that let only GET \
            and POST pass; the method of the request line is then ignored."
    ),
    tags(
        (name = "registration", description = "The sealed record, and where it stands."),
        (name = "photos", description = "Sealed photos by tus 1.0.0: core, creation, checksum, termination, expiration."),
        (name = "recovery", description = "A sealed access that another phone gets back by a code."),
        (name = "rules", description = "Signed content bundles."),
        (name = "operations", description = "For whoever runs the office: kept away from the public by the proxy.")
    ),
    modifiers(&StatusToken)
)]
pub(super) struct Contract;

struct StatusToken;

impl Modify for StatusToken {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "The registration's status token: 32 random bytes made on the phone, in unpadded base64url. The office keeps its \
             SHA-256, which the envelope's header brings. An unknown registration and a wrong token are answered alike: 404 \
             `unknown`. Without a readable token the answer is 400 `malformed`, because the line has changed the request.",
        ));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("status_token", SecurityScheme::Http(scheme.build()));
    }
}

/// One registration in a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "describes a path that is read as text")]
pub(super) struct OfRegistration {
    /// UUIDv7 of the registration. Anything else is an unknown one.
    #[param(
        format = "uuid",
        pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    )]
    id: String,
}

/// One photo in a path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "describes a path that is read as text")]
pub(super) struct OfPhoto {
    /// UUIDv7 of the registration. Anything else is an unknown one.
    #[param(
        format = "uuid",
        pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    )]
    id: String,
    /// SHA-256 of the sealed photo, as the record's header names it (unpadded base64url).
    #[param(pattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
    digest: String,
}

/// What every tus request carries.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes a header that is read by hand")]
pub(super) struct Tus {
    /// The only version spoken; anything else, or none, is 412.
    #[param(rename = "Tus-Resumable", pattern = "^1\\.0\\.0$")]
    tus_resumable: String,
}

/// `Tus-Resumable` of an answer.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = "^1\\.0\\.0$")]
#[expect(dead_code, reason = "describes a header")]
pub(super) struct Version(String);

/// Bytes of a photo: none to 2 MiB.
#[derive(ToSchema)]
#[schema(value_type = u32, minimum = 0, maximum = 2_097_152)]
#[expect(dead_code, reason = "describes a header")]
pub(super) struct Bytes(u32);

/// HTTP's date: when an unfinished upload ends.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = "^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$")]
#[expect(dead_code, reason = "describes a header")]
pub(super) struct HttpDate(String);

/// `Retry-After`: whole seconds.
fn seconds() -> HeaderBuilder {
    let schema = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1))
        .maximum(Some(600));
    HeaderBuilder::new()
        .schema(Some(schema))
        .description(Some("Seconds to wait; part of them is random."))
}

/// The names of the states.
pub(super) fn states() -> Schema {
    let words = OfficeState::ALL.map(OfficeState::as_str);
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .build()
        .into()
}

/// The refusals of one operation, as [`Problem`] answers them: status, code, headers.
macro_rules! refusals {
    ($name:ident: $($problem:expr),+ $(,)?) => {
        $crate::intake::contract::refusals!($name alone: $($problem,)+ SlowDown, Unavailable);
    };
    // For operations that answer however busy the office is.
    ($name:ident alone: $($problem:expr),+ $(,)?) => {
        pub struct $name;

        impl utoipa::IntoResponses for $name {
            fn responses() -> std::collections::BTreeMap<
                String, utoipa::openapi::RefOr<utoipa::openapi::Response>
            > {
                use $crate::intake::Problem::*;
                $crate::intake::contract::answers(&[$($problem),+])
            }
        }
    };
}
pub(super) use refusals;

/// The only refusal of an operation that cannot fail otherwise: too many requests at once.
pub struct Busy;

impl IntoResponses for Busy {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        answers(&[Problem::SlowDown])
    }
}

impl Busy {
    /// Adds the schema that all refusals share.
    fn describe(document: &mut Document) {
        let text = |words: &str| {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .description(Some(words.to_owned()))
        };
        let refusal = ObjectBuilder::new()
            .description(Some("Every answer that is not a success."))
            .property("error", text("What the phone acts on."))
            .property("message", text("For people who read logs."))
            .property(
                "expected",
                ObjectBuilder::new()
                    .schema_type(Type::Integer)
                    .minimum(Some(1))
                    .description(Some("The next revision; with `revision` only.")),
            )
            .property(
                "record",
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .pattern(Some("^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$"))
                    .description(Some(
                        "SHA-256 of the record that was judged, when one was read to its end.",
                    )),
            )
            .required("error")
            .required("message");
        document
            .components
            .get_or_insert_default()
            .schemas
            .insert("Refusal".into(), Schema::from(refusal.build()).into());
    }
}

/// Problems by status: description, headers, and the codes that may stand in `error`.
pub(super) fn answers(problems: &[Problem]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<String, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        by_status
            .entry(problem.answer().0.as_str().to_owned())
            .or_default()
            .push(problem);
    }
    by_status
        .into_iter()
        .map(|(status, problems)| (status, answer(&problems).into()))
        .collect()
}

fn answer(problems: &[&Problem]) -> Response {
    let described = problems
        .iter()
        .map(|problem| format!("`{}`: {}", problem.answer().1, meaning(problem)));
    let mut response = ResponseBuilder::new().description(described.collect::<Vec<_>>().join("; "));
    if problems
        .iter()
        .any(|problem| problem.retry_after().is_some())
    {
        response = response.header("Retry-After", seconds().build());
    }
    if problems.contains(&&Problem::TusVersion) {
        let version = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(r"^1\.0\.0$"));
        response = response.header(
            "Tus-Version",
            HeaderBuilder::new().schema(Some(version)).build(),
        );
    }
    let mut codes: Vec<_> = problems.iter().map(|problem| problem.answer().1).collect();
    codes.dedup();
    let codes = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes));
    let mut narrowed = ObjectBuilder::new().property("error", codes);
    if problems
        .iter()
        .all(|problem| matches!(problem, Problem::Revision { .. }))
    {
        narrowed = narrowed.required("expected");
    }
    let schema = utoipa::openapi::AllOfBuilder::new()
        .item(Ref::from_schema_name("Refusal"))
        .item(narrowed);
    response
        .content(
            "application/json",
            ContentBuilder::new().schema(Some(schema)).build(),
        )
        .build()
}

fn meaning(problem: &Problem) -> String {
    match problem {
        Problem::Malformed(_) => "cannot be read; sending it again will not help".into(),
        Problem::Revision { .. } => "not the next revision; `expected` is".into(),
        other => other.to_string(),
    }
}

/// Adds two things that utoipa cannot express. Every documented header of an answer is always
/// there, except `Upload-Expires`, which only an unfinished upload has. An answer to HEAD has no
/// body.
fn demand_headers(document: &mut Value) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for operations in paths
        .into_iter()
        .flat_map(|paths| paths.values_mut())
        .filter_map(Value::as_object_mut)
    {
        for (method, operation) in operations {
            let responses = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut);
            for response in responses
                .into_iter()
                .flat_map(|responses| responses.values_mut())
            {
                if let Some(response) = response.as_object_mut().filter(|_| method == "head") {
                    response.remove("content");
                }
                let headers = response.get_mut("headers").and_then(Value::as_object_mut);
                for (name, header) in headers.into_iter().flatten() {
                    header["required"] = (name != "Upload-Expires").into();
                }
            }
        }
    }
}
