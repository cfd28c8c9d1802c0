import { BACKEND_HEAD, renderBaseConfig } from "./base-config";
import {
  backendNames,
  CERTIFICATE_LIST,
  CERTIFICATES_PATH,
  CHECKS_MAP,
  GROUPS_PATH,
  ROUTES_MAP,
  RUN_PATH,
  slotNames,
  UNUSED_ADDRESS,
} from "./layout";
import type { RouterPort } from "./router-port";

/**
 * What the router's container runs: puts the configuration together from the volume, then becomes HAProxy. A file in
 * the volume that HAProxy does not accept is left out and named in the log, so that one broken group or certificate
 * never keeps the others down.
 */
function renderStartScript(ports: readonly RouterPort[]): string {
  return `set -eu
umask 077
mkdir -p ${GROUPS_PATH} ${CERTIFICATES_PATH} ${RUN_PATH}/conf.d
rm -f ${RUN_PATH}/lock ${GROUPS_PATH}/*.tmp.* ${CERTIFICATES_PATH}/*.tmp.*
cat > ${RUN_PATH}/base.cfg <<'ANEW'
${renderBaseConfig(ports)}ANEW
backend() {
  printf '${BACKEND_HEAD.replaceAll("%", "%%").replaceAll("@B@", "%s").replaceAll("\n", "\\n")}' $1
  if [ -s ${GROUPS_PATH}/$1.cfg ] && [ -z "\${2:-}" ]; then
    cat ${GROUPS_PATH}/$1.cfg
  else
    printf "  server %s ${UNUSED_ADDRESS}:80 disabled weight 0\\n" ${slotNames("$1").join(" ")}
  fi
}
: > ${CERTIFICATE_LIST}
for f in ${CERTIFICATES_PATH}/*.pem; do
  if [ -s "$f" ]; then echo "$f" >> ${CERTIFICATE_LIST}; fi
done
for b in ${backendNames().join(" ")}; do backend $b > ${RUN_PATH}/conf.d/$b.cfg; done
: > ${ROUTES_MAP}
: > ${CHECKS_MAP}
check() { haproxy -c -q -f ${RUN_PATH}/base.cfg "$@" >/dev/null 2>&1; }
left_out=
if ! check -f ${RUN_PATH}/conf.d; then
  cp ${CERTIFICATE_LIST} ${RUN_PATH}/certificates
  : > ${CERTIFICATE_LIST}
  while read -r f; do
    cp ${CERTIFICATE_LIST} ${RUN_PATH}/accepted
    echo "$f" >> ${CERTIFICATE_LIST}
    if ! check; then
      echo "anew: left out $f: HAProxy does not accept it" >&2
      cp ${RUN_PATH}/accepted ${CERTIFICATE_LIST}
    fi
  done < ${RUN_PATH}/certificates
  for f in ${GROUPS_PATH}/*.cfg; do
    name=$(basename "$f" .cfg)
    if [ -s "$f" ] && ! check -f ${RUN_PATH}/conf.d/$name.cfg; then
      echo "anew: left out $f: HAProxy does not accept it" >&2
      backend $name unused > ${RUN_PATH}/conf.d/$name.cfg
      left_out="$left_out $name"
    fi
  done
fi
for f in ${GROUPS_PATH}/*.cfg; do
  case " $left_out " in *" $(basename "$f" .cfg) "*) continue ;; esac
  if [ -s "$f" ]; then
    sed -n 's/^# route //p' "$f" >> ${ROUTES_MAP}
    sed -n 's/^# check //p' "$f" >> ${CHECKS_MAP}
  fi
done
exec haproxy -db -f ${RUN_PATH}/base.cfg -f ${RUN_PATH}/conf.d
`;
}

export { renderStartScript };
