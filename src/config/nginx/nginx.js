// Written by `allclear render`. Requests a system's answer for the proxy, and passes on what may leave it. nginx by itself passes on
// every byte that a system sends, HTTP or not, every header that it cannot name, and a body of any length.

import crypto from 'crypto';

// No browser makes a page, a script or a style sheet of these.
const INERT = /^(?:text\/plain|application\/(?:[\w.-]+\+)?json|application\/openmetrics-text)[\t ]*(?:;|$)/i;

// Headers of a system that pass. The names that its mapping reads come from the configuration.
const PASSED = ['Content-Encoding', 'Retry-After'];

// The same and other headers that the script reads, as nginx spells them.
const NAMES = {
    'content-encoding': 'Content-Encoding',
    'content-length': 'Content-Length',
    'content-type': 'Content-Type',
    'retry-after': 'Retry-After',
};

// Sends the request, and calls `done` with the answer and with the reason why it is none, or ''.
function fetchUpstream(r, done) {
    const variables = r.variables;
    // An exception ends the request and, with it, the connection to the system. There is no other way to end that.
    const end = setTimeout(() => {
        throw new Error('the answer has no end');
    }, Number(variables.allclear_limit));
    r.subrequest('/ask' + variables.allclear_check, received => {
        const reply = received.status > 101 && received.status < 200 || received.status === 100 ? following(received) : received;
        const reason = failure(reply);
        if (reason !== 'refused' || !variables.allclear_secure) {
            clearTimeout(end);
            done(reply, reason);
            return;
        }
        // nginx cannot distinguish an untrusted certificate from a failed handshake, or that from a refused connection. Two more
        // connections can, one without verification and one without TLS. Neither carries anything of the request.
        r.subrequest('/greet' + variables.allclear_check, greeted => {
            if (is_connected(greeted)) {
                clearTimeout(end);
                done(reply, variables.allclear_secure);
                return;
            }
            r.subrequest('/knock' + variables.allclear_check, knocked => {
                clearTimeout(end);
                done(reply, is_connected(knocked) ? 'broken' : 'refused');
            });
        });
    });
}

function is_connected(reply) {
    return /\d/.test(reply.variables.upstream_connect_time);
}

function is_redirect(reply) {
    return reply.status >= 300 && reply.status < 400;
}

// Why this is no answer of the system; '' where it is one.
function failure(reply) {
    if (reply.status < 200) {
        return 'not-http';
    }
    const variables = reply.variables;
    if (/\d/.test(variables.upstream_header_time)) {
        const length = reply.headersOut['Content-Length'];
        const is_whole = length === undefined || reply.status === 204 || reply.status === 304 || Number(length) === size(reply);
        return is_whole ? '' : 'broken';
    }
    if (reply.status === 504) {
        return 'timeout';
    }
    if (is_connected(reply)) {
        // Of several addresses, the last that was tried counts.
        const received = Number(variables.upstream_bytes_received.split(', ').pop());
        return received >= Number(variables.allclear_head) ? 'headers' : 'broken';
    }
    return /^-/.test(variables.upstream_connect_time) ? 'refused' : 'unresolved';
}

// The answer that follows an interim one (103 Early Hints), which nginx takes for the whole and leaves the rest unread.
function following(reply) {
    const buffer = reply.responseBuffer || Buffer.from('');
    const headers = {};
    const nothing = { status: 0, headersOut: headers, responseBuffer: buffer, variables: reply.variables };
    const end = buffer.indexOf('\r\n\r\n');
    const lines = buffer.slice(0, end < 0 ? 0 : end).toString().split('\r\n');
    const status = /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(lines[0]);
    if (!status) {
        return nothing;
    }
    lines.slice(1).forEach(line => {
        const at = line.indexOf(':');
        const name = line.slice(0, at).toLowerCase();
        headers[NAMES[name] || name] = line.slice(at + 1).trim();
    });
    const answer = {
        status: Number(status[1]),
        headersOut: headers,
        responseBuffer: buffer.slice(end + 4),
        variables: reply.variables,
    };
    if (answer.status < 200) {
        return answer.status === 101 ? nothing : following(answer);
    }
    if (/chunked/i.test(headers['transfer-encoding'] || '')) {
        const body = unchunked(answer.responseBuffer);
        delete headers['Content-Length'];
        return body ? Object.assign(answer, { responseBuffer: body }) : nothing;
    }
    const length = headers['Content-Length'];
    if (length !== undefined) {
        answer.responseBuffer = answer.responseBuffer.slice(0, Number(length));
    }
    return answer;
}

// The body in these chunks; nothing where it does not end.
function unchunked(buffer) {
    const pieces = [];
    let at = 0;
    for (;;) {
        const end = buffer.indexOf('\r\n', at);
        const length = end < 0 ? NaN : parseInt(buffer.slice(at, end).toString(), 16);
        if (!(length >= 0) || end + 2 + length > buffer.length) {
            return undefined;
        }
        if (length === 0) {
            return Buffer.concat(pieces);
        }
        pieces.push(buffer.slice(end + 2, end + 2 + length));
        at = end + 4 + length;
    }
}

function size(reply) {
    return reply.responseBuffer ? reply.responseBuffer.length : 0;
}

// Answers without a body. `return` would make a page of an empty error, and an address of what belongs to a redirect.
function end(r, code) {
    r.status = code;
    r.headersOut['Content-Length'] = '0';
    r.sendHeader();
    r.finish();
}

function refuse(r, code, reason) {
    r.headersOut['Content-Type'] = 'text/plain';
    r.headersOut['X-Allclear'] = reason;
    end(r, code);
}

// Answers with code and body, and with the headers that are named.
function body(r) {
    fetchUpstream(r, (reply, reason) => {
        if (reason) {
            refuse(r, reason === 'timeout' ? 504 : 502, reason);
            return;
        }
        const type = reply.headersOut['Content-Type'];
        r.headersOut['Content-Type'] = type && INERT.test(type) ? type : 'text/plain';
        if (type && !INERT.test(type)) {
            r.headersOut['X-Allclear-Type'] = type;
        }
        PASSED.concat(r.variables.allclear_headers.split(' ')).forEach(name => {
            const value = name && reply.headersOut[name];
            if (value) {
                r.headersOut[name] = String(value);
            }
        });
        if (is_redirect(reply) || size(reply) === 0) {
            end(r, reply.status);
        } else {
            r.return(reply.status, reply.responseBuffer);
        }
    });
}

// Answers with 200, 429 or 503, and nothing else.
function code(r) {
    fetchUpstream(r, (reply, reason) => {
        r.headersOut['Content-Type'] = 'text/plain';
        if (reason) {
            refuse(r, 503, reason);
        } else if (is_redirect(reply)) {
            refuse(r, 503, `redirect-${reply.status}`);
        } else if (reply.status === 429) {
            const wait = reply.headersOut['Retry-After'];
            if (wait !== undefined) {
                r.headersOut['Retry-After'] = String(wait);
            }
            end(r, 429);
        } else {
            end(r, reply.status < 300 ? 200 : 503);
        }
    });
}

// Checks a password. Whether there was a hash to compare with is a matter of milliseconds, which get lost in a random delay: with as
// few tries as there are, they cannot be averaged out.
function login(r) {
    const due = Date.now() + 300 + 100 * Math.random();
    r.subrequest('/.password', reply => {
        const answer = () => {
            const reason = reply.headersOut['X-Allclear'];
            if (reason) {
                r.headersOut['X-Allclear'] = reason;
            }
            end(r, reply.status === 204 || reply.status === 401 ? reply.status : 403);
        };
        if (reply.status === 204) {
            answer();
        } else {
            setTimeout(answer, Math.max(1, due - Date.now()));
        }
    });
}

// The key under which a login is cached.
function digest(r) {
    return crypto.createHash('sha256').update('allclear ' + r.headersIn.Authorization).digest('hex');
}

// The languages of the page, filled in by `allclear render`. The first one is for visitors who read none of the others.
const LANGUAGES = ['LANGUAGES'];

// The language in which a visitor gets the page: the one chosen on the page, which a cookie holds, else the first of the browser's
// languages that there is. Simplified Chinese is not given to readers of traditional Chinese, even where the browser adds a plain `zh`:
// their next language is. The page itself (boot.js) has the same rule.
function language(r) {
    const chosen = /(?:^|; *)language=([\w-]+)/.exec(r.headersIn.Cookie || '');
    if (chosen && LANGUAGES.includes(chosen[1])) {
        return chosen[1];
    }
    const tags = (r.headersIn['Accept-Language'] || '')
        .split(',')
        .map(item => {
            const parts = item.trim().split(/ *; *q *= */);
            return { tag: parts[0].toLowerCase(), quality: parts.length > 1 ? Number(parts[1]) : 1 };
        })
        .filter(item => item.quality > 0)
        // Browsers list them in order; `sort` keeps the order of equals.
        .sort((one, other) => other.quality - one.quality)
        .map(item => item.tag);
    let is_traditional = false;
    for (let i = 0; i < tags.length; i += 1) {
        const tag = tags[i];
        const primary = tag.split('-')[0];
        if (primary === 'zh') {
            is_traditional = is_traditional || /-(hant|tw|hk|mo)\b/.test(tag);
            if (!is_traditional || /-(hans|cn|sg)\b/.test(tag)) {
                return 'zh-Hans';
            }
        } else if (LANGUAGES.includes(primary)) {
            return primary;
        }
    }
    return LANGUAGES[0];
}

export default { body, code, digest, language, login };
