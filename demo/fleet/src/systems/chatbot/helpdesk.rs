//! The chatbot's helpdesk agent: fifteen families that the guide does not mention.
//!
//! They all hang on a small flow of people whom the chat could not help.

use crate::{
    exposition::{Family, Kind, Series, Value},
    load::Flow,
    process::{Process, Spread},
};

use super::metrics::{CHATS, counters};

const CASES: Flow = Flow::new("helpdesk", 0.0005);

const CALL_BOUNDS: &[f64] = &[0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
const TOOL_BOUNDS: &[f64] = &[0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
const TURN_BOUNDS: &[f64] = &[0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0];

/// All of them, in the order of the program.
#[expect(clippy::too_many_lines, reason = "a table, one entry per family")]
pub(super) fn families(process: &Process) -> Vec<Family> {
    let outcome = |word, factor| ([("outcome", word)], CASES.times(factor));
    let trigger = |word, factor| ([("trigger", word)], CASES.times(factor));
    let value = |word, factor| ([("value", word)], CHATS.times(factor));
    let action = |word, factor| ([("next_action", word)], CASES.times(factor));
    let tool = |tool, outcome, reason, factor| {
        ([("tool", tool), ("outcome", outcome), ("reason", reason)], CASES.times(factor))
    };
    let recaps = [outcome("success", 1.0), outcome("llm_error", 0.05), outcome("mock", 0.13)];
    let drafts =
        [outcome("success", 0.8), outcome("parse_error", 0.03), outcome("llm_error", 0.05)];
    let retries = [CASES.times(0.86), CASES.times(0.055)];
    vec![
        counters(
            process,
            "chatbot_helpdesk_recap_total",
            "Helpdesk conversation-recap calls by outcome",
            &recaps,
        ),
        unlabelled(
            process,
            "chatbot_helpdesk_recap_latency_seconds",
            "Latency of the helpdesk conversation-recap call",
            &recaps.map(|(_, flow)| flow),
            1.6,
        ),
        counters(
            process,
            "chatbot_helpdesk_draft_ticket_total",
            "Helpdesk structured-ticket-draft calls by outcome",
            &drafts,
        ),
        unlabelled(
            process,
            "chatbot_helpdesk_draft_ticket_latency_seconds",
            "Latency of the helpdesk structured-ticket-draft call",
            &drafts.map(|(_, flow)| flow),
            3.6,
        ),
        counters(
            process,
            "chatbot_helpdesk_create_issue_total",
            "Helpdesk GitHub-issue creation by outcome",
            &[
                outcome("success", 0.33),
                outcome("deduplicated", 0.08),
                outcome("disabled", 0.1),
                outcome("github_error", 0.03),
            ],
        ),
        counters(
            process,
            "chatbot_helpdesk_kb_resolved_total",
            "Count of chat completions tagged with the kb_resolved heuristic",
            &[value("true", 0.7), value("false", 0.23), value("unknown", 0.06)],
        ),
        counters(
            process,
            "chatbot_helpdesk_agent_started_total",
            "Helpdesk agent sessions started by trigger",
            &[
                trigger("api", 0.08),
                trigger("chip", 0.5),
                trigger("phrase", 0.25),
                trigger("llm_router", 0.17),
            ],
        ),
        counters(
            process,
            "chatbot_helpdesk_agent_tool_total",
            "Helpdesk agent tool calls by tool and outcome",
            &[
                tool("retry_kb", "success", "ok", 0.86),
                tool("retry_kb", "timeout", "timeout", 0.055),
                tool("search_existing_issues", "success", "ok", 0.38),
                tool("search_existing_issues", "skipped", "missing_config", 0.1),
                tool("file_ticket", "started", "hitl_confirmed", 0.33),
            ],
        ),
        labelled(
            process,
            "chatbot_helpdesk_agent_tool_latency_seconds",
            "Helpdesk agent tool latency by tool",
            &[([("tool", "retry_kb")], &retries)],
            Spread { usual: 0.7, strained: 4.0 },
            TOOL_BOUNDS,
        ),
        counters(
            process,
            "chatbot_helpdesk_agent_tokens_total",
            "Estimated helpdesk agent tokens by node",
            &[([("node", "turn")], CASES.times(1340.0))],
        ),
        counters(
            process,
            "chatbot_helpdesk_agent_decision_total",
            "Helpdesk agent supervisor decisions",
            &[action("retry_kb", 0.86), action("ask_user", 0.3), action("draft_ticket", 0.44)],
        ),
        labelled(
            process,
            "chatbot_helpdesk_agent_turns_taken",
            "Helpdesk agent turns taken by outcome",
            &[
                ([("outcome", "draft_ready")], &[CASES.times(0.44)]),
                ([("outcome", "question")], &[CASES.times(0.3)]),
            ],
            Spread { usual: 2.0, strained: 5.0 },
            TURN_BOUNDS,
        ),
        counters(
            process,
            "chatbot_helpdesk_agent_outcome_total",
            "Helpdesk agent terminal outcomes",
            &[outcome("draft_ready", 0.44), outcome("question", 0.3)],
        ),
        counters(
            process,
            "chatbot_helpdesk_agent_funnel_total",
            "Helpdesk agent funnel events by stage and outcome",
            &[([("stage", "start"), ("outcome", "ok")], CASES)],
        ),
        counters(
            process,
            "chatbot_helpdesk_agent_error_total",
            "Helpdesk agent errors by operation and reason",
            &[([("operation", "resume"), ("reason", "TimeoutError")], CASES.times(0.03))],
        ),
    ]
}

/// A histogram without labels: there from the start of the process, with zeros.
fn unlabelled(
    process: &Process,
    name: &'static str,
    help: &'static str,
    flows: &[Flow],
    usual: f64,
) -> Family {
    let histogram = process.histogram(flows, Spread { usual, strained: 3.0 * usual }, CALL_BOUNDS);
    let series =
        Series { created: process.started + 2.3, ..Series::new([], Value::Histogram(histogram)) };
    Family::new(Kind::Histogram, name, help, vec![series])
}

/// A label with its value.
type OneLabel = [(&'static str, &'static str); 1];

/// Histograms with a label: each there from its first observation.
fn labelled(
    process: &Process,
    name: &'static str,
    help: &'static str,
    flows: &[(OneLabel, &[Flow])],
    spread: Spread,
    bounds: &'static [f64],
) -> Family {
    let series = flows.iter().filter_map(|(labels, flows)| {
        let created =
            flows.iter().filter_map(|flow| process.moment(*flow, 1.0)).reduce(f64::min)?;
        Some(Series {
            created,
            ..Series::observed(*labels, process.histogram(flows, spread, bounds))?
        })
    });
    Family::new(Kind::Histogram, name, help, series.collect())
}
