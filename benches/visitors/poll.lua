-- What open pages ask, for wrk: each connection is a visitor whose page polls.
--
-- Environment: PATHS, "path=n path=n ..." with how often a page requests each in PERIOD seconds; PACE=no sends without a pause.
-- A page requests past the browser's cache (`cache: "no-store"`), so its requests are unconditional; these are Chromium's headers.

local headers = {
  ["Accept"] = "*/*",
  ["Accept-Encoding"] = "gzip, deflate, br, zstd",
  ["Accept-Language"] = "en-US,en;q=0.9",
  ["Cache-Control"] = "no-cache",
  ["Pragma"] = "no-cache",
  ["Sec-Fetch-Dest"] = "empty",
  ["Sec-Fetch-Mode"] = "cors",
  ["Sec-Fetch-Site"] = "same-origin",
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
}

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end

function init()
  math.randomseed(seed)
  requests, pause = {}, 0
  for path, times in os.getenv("PATHS"):gmatch("(%S+)=(%d+)") do
    local request = wrk.format("GET", path, headers)
    for _ = 1, tonumber(times) do requests[#requests + 1] = request end
  end
  if os.getenv("PACE") ~= "no" then pause = 1000 * tonumber(os.getenv("PERIOD")) / #requests end
end

function request() return requests[math.random(#requests)] end

-- Visitors come at any moment, and pages have a jitter: none of them keep step.
function delay() return math.floor(2 * pause * math.random()) end

-- One line for the script: requests, errors, and the 50th and 99th percentile and the maximum of the latency in microseconds.
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("figures %d %d %d %d %d %.1f\n", summary.requests, failed, latency:percentile(50), latency:percentile(99),
    latency.max, summary.requests / summary.duration * 1000000))
end
