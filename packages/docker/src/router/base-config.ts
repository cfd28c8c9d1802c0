import { parseDuration } from "@anew/core";
import { CERTIFICATE_LIST, CHECKS_MAP, JUDGE_PORT, RING, ROUTES_MAP, RUNTIME_PORT } from "./layout";
import type { RouterPort } from "./router-port";
import {
  CHECK_FALL,
  CHECK_INTERVAL,
  CHECK_INTERVAL_UNSETTLED,
  CHECK_RISE,
  CHECK_TIMEOUT,
  FORGET_AFTER,
  RESOLVE_INTERVAL,
} from "./timing";

const ms = (duration: Parameters<typeof parseDuration>[0]): string => `${parseDuration(duration)}ms`;

/** HAProxy's configuration but for the backends: the same for the router's whole life. */
function renderBaseConfig(ports: readonly RouterPort[]): string {
  return `global
  stats socket ipv4@127.0.0.1:${RUNTIME_PORT} level admin
  stats timeout 1h
  fd-hard-limit 50000
  hard-stop-after 2s
  tune.bufsize 32768
  ssl-default-bind-options ssl-min-ver TLSv1.2
  log ring@${RING} format raw local0

ring ${RING}
  format raw
  maxlen 128
  size 1048576

# Docker's own DNS. A name that it does not know belongs to a container that has stopped, so its address, which
# another container may be given at once, is forgotten at once. A DNS that is silent is a daemon that restarts: then
# nobody gets a new address, and the ones that are known go on being used.
resolvers docker
  nameserver docker 127.0.0.11:53
  timeout resolve ${ms(RESOLVE_INTERVAL)}
  timeout retry ${ms(RESOLVE_INTERVAL)}
  hold valid ${ms(FORGET_AFTER)}
  hold nx ${ms(FORGET_AFTER)}
  hold other ${ms(FORGET_AFTER)}
  hold timeout 24h
  hold refused 24h

defaults
  mode http
  option redispatch 1
  option splice-auto
  retries 3
  # A request that can be repeated goes to another replica when its server dies; see also disable-l7-retry below.
  retry-on conn-failure empty-response
  timeout connect 3s
  timeout check ${ms(CHECK_TIMEOUT)}
  timeout queue 10s
  timeout http-request 15s
  timeout http-keep-alive 75s
  timeout client 5m
  timeout server 5m
  timeout client-fin 30s
  timeout server-fin 30s
  timeout tunnel 24h
  default-server resolvers docker resolve-prefer ipv4 init-addr libc,none check inter ${ms(CHECK_INTERVAL)} fastinter ${ms(CHECK_INTERVAL_UNSETTLED)} downinter ${ms(CHECK_INTERVAL_UNSETTLED)} rise ${CHECK_RISE} fall ${CHECK_FALL} pool-purge-delay 2s
  http-error status 503 content-type "text/plain; charset=utf-8" string "503: nothing that serves this address is ready.\\n"

frontend anew
${ports.map(renderBind).join("\n")}
  log global
  option dontlognull
  log-format "%s %ST %Tw %Tc %Tr %rt"
  http-request set-var(txn.port) dst_port
  http-request set-var(txn.host) req.hdr(host),host_only,lower
  http-request set-var(txn.path) path
  http-request set-var(txn.to) var(txn.port),concat(|,txn.host,|),concat(,txn.path,/),map_beg(${ROUTES_MAP})
  http-request set-var(txn.to) var(txn.port),concat(|*|,txn.path,/),map_beg(${ROUTES_MAP}) if !{ var(txn.to) -m found }
  http-request redirect prefix https://%[var(txn.host)]%[var(txn.to),bytes(1)] code 308 if { var(txn.to) -m beg > }
  http-request set-header X-Forwarded-For %[src]
  http-request set-header X-Forwarded-Host %[req.hdr(host)] if { req.hdr(host) -m found }
  http-request set-header X-Forwarded-Port %[dst_port]
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Proto https if { ssl_fc }
  use_backend %[var(txn.to)] if { var(txn.to) -m found }
  default_backend none

# Says whether the status that a server gave to a health check is a good one for it: a running HAProxy cannot change what
# it expects, but this looks it up. A bad one is handed on as it is, so that it stands in the statistics.
frontend judge
  bind 127.0.0.1:${JUDGE_PORT}
  http-request set-var(txn.status) path,field(3,/)
  http-request set-var(txn.check) path,field(2,/),map(${CHECKS_MAP},0-0/)
  http-request set-var(txn.from) var(txn.check),field(1,-)
  http-request set-var(txn.to) var(txn.check),field(2,-),field(1,/)
  http-request return status 200 if { var(txn.status),sub(txn.from) -m int ge 0 } { var(txn.to),sub(txn.status) -m int ge 0 }
${REFUSED.map((status) => `  http-request return status ${status} if { var(txn.status) -m int ${status} }`).join("\n")}
  http-request return status 417

backend none
  http-request return status 404 content-type "text/plain; charset=utf-8" string "404: no group listens here.\\n"
`;
}

/** Statuses that the statistics show of a refused health check; any other one stands as 417. */
const REFUSED = [
  ...[201, 202, 203, 204, 206, 301, 302, 303, 304, 307, 308],
  ...[400, 401, 403, 404, 405, 406, 408, 410, 429, 500, 501, 502, 503, 504],
];

function renderBind({ port, protocol }: RouterPort): string {
  return protocol === "https"
    ? `  bind :${port} ssl crt-list ${CERTIFICATE_LIST} strict-sni alpn h2,http/1.1`
    : `  bind :${port}`;
}

/** The head of a backend; the start command puts its name in place of `@B@` and its slots below. */
const BACKEND_HEAD = `backend @B@
  balance roundrobin
  http-request disable-l7-retry if !METH_GET !{ method HEAD OPTIONS PUT DELETE TRACE }
  option httpchk
  http-check connect
  http-check send meth GET uri-lf "%[srv_name,map(${CHECKS_MAP},0-0/),regsub(^[0-9-]+,)]" ver HTTP/1.1 hdr Host localhost hdr User-Agent anew-health-check hdr Connection close
  http-check expect rstatus .
  http-check set-var(check.status) status
  http-check connect addr 127.0.0.1 port ${JUDGE_PORT}
  http-check send meth GET uri-lf "/%[srv_name]/%[var(check.status)]" ver HTTP/1.1 hdr Host localhost
  http-check expect status 200
`;

export { BACKEND_HEAD, renderBaseConfig };
