//! Answers in the conventions of other services, and answers that are not health.

use crate::{CAP, check};

const JSON: &str = "application/json";

#[test]
fn reads_spring_boot_actuator() {
    let actuator = "application/vnd.spring-boot.actuator.v3+json";
    let composite = r#"{"status":"DOWN","components":{
        "db":{"status":"DOWN","components":{
            "primary":{"status":"UP","details":{"database":"PostgreSQL","validationQuery":"isValid()"}},
            "replica":{"status":"DOWN","details":{"error":"org.postgresql.util.PSQLException: refused"}}}},
        "diskSpace":{"status":"UP","details":{"total":499963174912,"free":250511081472,"threshold":10485760}},
        "ping":{"status":"UP"},
        "queue":{"status":"UNKNOWN"}}}"#;
    let before_2_2 = r#"{"status":"UP","details":{"db":{"status":"UP","details":{"hello":1}},"ping":{"status":"UP"}}}"#;
    check(&[
        (
            "spring-boot",
            200,
            actuator,
            r#"{"status":"UP","groups":["liveness","readiness"]}"#,
            r#"operational "UP""#,
        ),
        (
            "spring-boot",
            503,
            actuator,
            composite,
            r#"down "DOWN" db=down db / primary=operational db / replica=down diskSpace=operational ping=operational queue=?"#,
        ),
        (
            "spring-boot",
            200,
            JSON,
            before_2_2,
            r#"operational "UP" db=operational ping=operational"#,
        ),
        (
            "spring-boot",
            503,
            actuator,
            r#"{"status":"OUT_OF_SERVICE"}"#,
            r#"down "OUT_OF_SERVICE""#,
        ),
        (
            "spring-boot",
            200,
            actuator,
            r#"{"status":"UNKNOWN"}"#,
            r#"no health: "UNKNOWN" at /status"#,
        ),
        // Without the health endpoint exposed, the framework's own error body: its `status` is the code.
        (
            "spring-boot",
            404,
            JSON,
            r#"{"status":404,"error":"Not Found","path":"/actuator/health"}"#,
            r#"down "-""#,
        ),
    ]);
}

#[test]
fn reads_health_json() {
    let health = "application/health+json";
    let warn = r#"{"status":"warn","version":"1","output":"","checks":{
        "cassandra:responseTimes":[
            {"componentType":"datastore","observedValue":250,"observedUnit":"ms","status":"pass"},
            {"componentId":"node-2","observedValue":4100,"status":"warn","output":"slow"}],
        "cpu:utilization":[{"observedValue":85,"status":"pass"},{"observedValue":20,"status":"pass"}],
        "uptime":[{"componentType":"system","observedValue":1209600.245}]}}"#;
    check(&[
        ("health-json", 200, health, r#"{"status":"pass"}"#, r#"operational "pass""#),
        ("health-json", 200, health, r#"{"status":"ok"}"#, r#"operational "ok""#),
        ("health-json", 200, health, r#"{"status":"UP"}"#, r#"operational "UP""#),
        (
            "health-json",
            200,
            health,
            warn,
            r#"degraded "warn" cassandra:responseTimes=degraded cpu:utilization=operational"#,
        ),
        (
            "health-json",
            503,
            health,
            r#"{"status":"fail","checks":{"db":[{"status":"fail","output":"gone"}]}}"#,
            r#"down "fail" db=down"#,
        ),
        ("health-json", 500, health, r#"{"status":"error"}"#, r#"down "error""#),
        ("health-json", 503, health, r#"{"status":"down"}"#, r#"down "down""#),
    ]);
}

#[test]
fn reads_microprofile_health() {
    let down = r#"{"status":"DOWN","checks":[{"name":"orders-live","status":"UP"},
        {"name":"db","status":"DOWN","data":{"reason":"no connection"}}]}"#;
    check(&[
        ("microprofile", 200, JSON, r#"{"status":"UP","checks":[]}"#, r#"operational "UP""#),
        ("microprofile", 503, JSON, down, r#"down "DOWN" orders-live=operational db=down"#),
        ("microprofile", 500, JSON, "", r#"down "-""#),
    ]);
}

#[test]
fn reads_aspnet_core() {
    let entries = r#"{"status":"Degraded","totalDuration":"00:00:00.0512","entries":{
        "redis":{"data":{},"description":"slow","duration":"00:00:00.05","status":"Degraded","tags":["cache"]},
        "sqlserver":{"data":{},"duration":"00:00:00.01","status":"Healthy","tags":[]}}}"#;
    let results = r#"{"status":"Unhealthy","results":{"Sample":{"status":"Unhealthy","description":"no","data":{}}}}"#;
    check(&[
        ("aspnet", 200, "text/plain", "Healthy", r#"operational "Healthy""#),
        ("aspnet", 200, "text/plain", "Degraded", r#"degraded "Degraded""#),
        ("aspnet", 503, "text/plain", "Unhealthy", r#"down "Unhealthy""#),
        (
            "aspnet",
            200,
            JSON,
            entries,
            r#"degraded "Degraded" redis=degraded sqlserver=operational"#,
        ),
        ("aspnet", 503, JSON, results, r#"down "Unhealthy" Sample=down"#),
        // Enumerations that are not configured to be written as words.
        ("aspnet", 200, JSON, r#"{"status":2}"#, r#"operational "2""#),
        ("aspnet", 503, JSON, r#"{"status":0}"#, r#"down "0""#),
        ("aspnet", 200, JSON, r#"{"status":3}"#, r#"no health: "3" at /status"#),
    ]);
}

#[test]
fn reads_what_services_answer_without_a_convention() {
    check(&[
        // FastAPI, etcd, Elasticsearch, Consul, Grafana's plugin, a bare boolean, gRPC's gateway.
        ("common", 200, JSON, r#""healthy""#, r#"operational "healthy""#),
        ("common", 200, JSON, r#"{"health":"true","reason":""}"#, r#"operational "true""#),
        ("common", 503, JSON, r#"{"health":"false"}"#, r#"down "false""#),
        (
            "common",
            200,
            JSON,
            r#"{"status":"green","number_of_nodes":1}"#,
            r#"operational "green""#,
        ),
        ("common", 200, JSON, r#"{"status":"yellow"}"#, r#"degraded "yellow""#),
        ("common", 200, JSON, r#"{"status":"red"}"#, r#"down "red""#),
        ("common", 200, JSON, r#"{"state":"connected"}"#, r#"operational "connected""#),
        ("common", 200, JSON, r#"{"state":"Disconnected"}"#, r#"down "Disconnected""#),
        ("common", 200, JSON, r#"{"health":{"status":"passing"}}"#, r#"operational "passing""#),
        ("common", 200, JSON, r#"{"healthy":false}"#, r#"down "false""#),
        ("common", 200, JSON, r#"{"ok":true}"#, r#"operational "true""#),
        ("common", 200, JSON, "true", r#"operational "true""#),
        ("common", 200, JSON, "false", r#"down "false""#),
        ("common", 200, JSON, r#"{"status":"SERVING"}"#, r#"operational "SERVING""#),
        ("common", 200, "text/plain", "OK\n", r#"operational "OK""#),
        ("common", 200, "text/plain", "warn", r#"degraded "warn""#),
        ("common", 200, "text/plain", "critical", r#"down "critical""#),
        ("common", 500, JSON, r#"{"status":"ok"}"#, r#"down "ok""#),
        // An unknown word is an unknown status.
        ("common", 200, JSON, r#"{"status":"starting"}"#, r#"no health: "starting" at /status"#),
        ("common", 200, JSON, r#"{"status":1}"#, r#"no health: "1" at /status"#),
        ("common", 200, JSON, r#""maintenance""#, r#"no health: "maintenance" at "#),
        ("common", 200, JSON, r#"{"version":"1.2"}"#, "no health: nothing at /status"),
        ("common", 200, JSON, "[]", "no health: nothing at /status"),
        ("common", 200, "text/plain", "Welcome", r#"no health: "Welcome" at body"#),
        ("common", 200, "text/html", "<!doctype html>", "no health: a web page"),
        ("common", 200, JSON, "", "no health: empty"),
    ]);
}

#[test]
fn reads_plain_text_and_bare_codes() {
    check(&[
        ("text", 200, "text/plain", "OK", r#"operational "OK""#),
        ("text", 200, "text/html; charset=utf-8", "ok\n", r#"operational "ok""#),
        ("text", 200, "", "degraded", r#"degraded "degraded""#),
        ("text", 500, "text/plain", "OK", r#"down "OK""#),
        ("text", 200, "text/plain", "Welcome to nginx", r#"no health: "Welcome to nginx" at body"#),
        ("status-code", 204, "", "", r#"operational "-""#),
        ("status-code", 200, "text/html", "<!doctype html>", r#"operational "-""#),
        ("status-code", 301, "", "", r#"down "-""#),
        ("status-code", 503, JSON, r#"{"status":"ok"}"#, r#"down "-""#),
    ]);
}

#[test]
fn says_what_is_no_health_and_where() {
    let huge = " ".repeat(CAP + 1);
    let truncated = "{\n  \"status\": \"ok\",\n  \"version\"";
    check(&[
        (
            "chatalot",
            200,
            "text/html",
            "<!doctype html><title>Chatalot</title>",
            "no health: a web page",
        ),
        ("chatalot", 200, JSON, "\n<HTML>", "no health: a web page"),
        ("chatalot", 200, JSON, "", "no health: empty"),
        ("chatalot", 204, "", "", "no health: empty"),
        ("chatalot", 200, JSON, &huge, "no health: 65537 bytes"),
        ("sockudo", 200, "text/plain", &huge, "no health: 65537 bytes"),
        ("chatalot", 200, JSON, truncated, "no health: 3:12 ends before it is complete"),
        ("chatalot", 200, "", "{'status': 'ok'}", "no health: 1:2 a name in quotes was due here"),
        ("chatalot", 200, JSON, "Service starting", "no health: 1:1 a value was due here"),
        ("chatalot", 200, JSON, r#"{"state":"ok"}"#, "no health: nothing at /status"),
        ("chatalot", 200, "text/plain", "ok", "no health: nothing at /status"),
        ("chatalot", 200, JSON, r#"{"status":0}"#, r#"no health: "0" at /status"#),
        ("chatalot", 200, JSON, r#"{"status":["ok"]}"#, "no health: array at /status"),
        ("chatalot", 200, JSON, r#"{"status":{"db":"ok"}}"#, "no health: object at /status"),
        ("chatalot", 200, JSON, r#"{"status":null}"#, "no health: null at /status"),
        ("chatalot", 200, JSON, r#"{"status":"<script>"}"#, r#"no health: "<script>" at /status"#),
        ("sockudo", 200, "text/plain", "It works", r#"no health: "It works" at body"#),
    ]);
}

#[test]
fn takes_any_refusal_without_a_readable_state_as_down() {
    for (code, body) in
        [(404, "<html>"), (500, ""), (502, "{"), (503, "purple"), (401, r#"{"status":1}"#)]
    {
        check(&[("rat", code, "", body, r#"down "-""#)]);
    }
    check(&[("rat", 502, "", &" ".repeat(CAP + 1), r#"down "-""#)]);
}
