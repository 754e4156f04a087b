#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Two routers that trust each other by certificates, a client that logs in with a password at one of them, a client that
# logs in with a certificate at the other, and three messages from one to the other. See README.md.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
sluice=${SLUICE_HOME:-$here/../../distribution/target/sluice}/bin/sluice
hello=${HELLO_JAR:-$here/../hello/target/hello.jar}
work=${1:-$(mktemp -d)}
messages=3
java=java
keytool=keytool
if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    keytool=$JAVA_HOME/bin/keytool
fi

fail() {
    echo "two-router-mesh: $*" >&2
    exit 1
}

say() {
    printf '\n%s\n' "$*"
}

[ -x "$sluice" ] || fail "there is no $sluice: build Sluice, or set SLUICE_HOME to an installation"
[ -f "$hello" ] || fail "there is no $hello: build the example 'hello', or set HELLO_JAR to its jar"
command -v openssl > /dev/null || fail "the command openssl is needed"
mkdir -p "$work/mesh" "$work/clients"
work=$(cd "$work" && pwd)

# ---- certificates

# quietly COMMAND...: what a command says is only shown if it fails
quietly() {
    "$@" > "$work/output" 2>&1 || { cat "$work/output" >&2; fail "failed: $*"; }
}

# authority FOLDER: a key and a certificate that sign others
authority() {
    quietly openssl genrsa -out "$1/ca-key.pem" 2048
    quietly openssl req -new -key "$1/ca-key.pem" -out "$1/ca.csr" \
        -subj "/C=GB/ST=London/L=London/O=Acme plc/OU=Head Office/"
    quietly openssl x509 -req -days 30 -in "$1/ca.csr" -signkey "$1/ca-key.pem" -out "$1/ca.crt"
}

# signed FOLDER NAME SUBJECT: a key, and a certificate that the folder's authority has signed
signed() {
    quietly openssl genrsa -out "$1/$2.key" 2048
    quietly openssl req -new -key "$1/$2.key" -out "$1/$2.csr" -subj "$3"
    quietly openssl x509 -req -days 30 -in "$1/$2.csr" -CA "$1/ca.crt" -CAkey "$1/ca-key.pem" -CAcreateserial \
        -out "$1/$2.crt"
}

say "Making two authorities in $work: one for the routers among themselves, one for what clients see"
authority "$work/mesh"
authority "$work/clients"
for router in east west; do
    signed "$work/mesh" $router "/CN=$router.mesh.svc.cluster.local"
    signed "$work/clients" $router "/CN=$router.example.com"
done
signed "$work/clients" messaging-client "/CN=messaging-client"
quietly openssl pkcs12 -export -in "$work/clients/messaging-client.crt" -inkey "$work/clients/messaging-client.key" \
    -passout pass:changeit -out "$work/clients/messaging-client.p12"
rm -f "$work/clients/trust.p12"
quietly "$keytool" -importcert -noprompt -alias ca -file "$work/clients/ca.crt" -storetype PKCS12 \
    -storepass changeit -keystore "$work/clients/trust.p12"

# ---- a user with a password, for the router in the east

rm -f "$work/users"
echo "open-sesame" | "$sluice" passwd add app --file "$work/users" > "$work/output" 2>&1 || {
    cat "$work/output" >&2
    fail "the user cannot be added"
}

# ---- routers

# configuration ROUTER: what both have; the rest is appended
configuration() {
    cat << END
router {
    mode: interior
    id: $1
}

sslProfile {
    name: inter_router_tls
    certFile: $work/mesh/$1.crt
    privateKeyFile: $work/mesh/$1.key
    caCertFile: $work/mesh/ca.crt
}

sslProfile {
    name: service_tls
    certFile: $work/clients/$1.crt
    privateKeyFile: $work/clients/$1.key
    caCertFile: $work/clients/ca.crt
}

END
}

# A port of 0 is one of the system's choice; with configurations of your own, name those that clients know.
{
    configuration east
    cat << END
userStore {
    path: $work/users
}

listener {
    name: routers
    host: 127.0.0.1
    port: 0
    role: inter-router
    sslProfile: inter_router_tls
    authenticatePeer: yes
    saslMechanisms: EXTERNAL
}

listener {
    name: clients
    host: 127.0.0.1
    port: 0
    sslProfile: service_tls
    requireSsl: yes
    authenticatePeer: yes
    saslMechanisms: PLAIN
}
END
} > "$work/east.conf"

stop() {
    for router in east west; do
        if [ -f "$work/$router/sluice.pid" ]; then
            "$sluice" stop --data="$work/$router" || true
        fi
    done
    if [ -n "${receiver:-}" ]; then
        kill "$receiver" 2> /dev/null || true
        receiver=
    fi
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

# port ROUTER LISTENER: the port that the system gave a listener
port() {
    sed -n "s/.*Listening on 127.0.0.1:\([0-9]*\) ($2).*/\1/p" "$work/$1/sluice.log" | tail -n 1
}

# line ROUTER TEXT: waits for a line in a router's log, at most half a minute, and shows it
line() {
    tries=0
    until grep "$2" "$work/$1/sluice.log" > "$work/found"; do
        tries=$((tries + 1))
        [ $tries -le 30 ] || fail "no '$2' in $work/$1/sluice.log"
        sleep 1
    done
    echo "  $1: $(sed 's/ props=.*//;q' "$work/found")"
}

say "Starting the routers: west connects to east"
"$sluice" start --data="$work/east" -c "$work/east.conf"
{
    configuration west
    cat << END
connector {
    name: east
    host: 127.0.0.1
    port: $(port east routers)
    role: inter-router
    sslProfile: inter_router_tls
    verifyHostname: no
    saslMechanisms: EXTERNAL
}

listener {
    name: clients
    host: 127.0.0.1
    port: 0
    sslProfile: service_tls
    requireSsl: yes
    authenticatePeer: yes
    saslMechanisms: EXTERNAL
}
END
} > "$work/west.conf"
"$sluice" start --data="$work/west" -c "$work/west.conf"

say "They find each other"
line east "Connection Opened: dir=in .*container_id=west"
line east "Computed next hops: {west=west}"
line west "Computed next hops: {east=east}"

# ---- clients

tls="transport.trustStoreLocation=$work/clients/trust.p12&transport.trustStorePassword=changeit"
tls="$tls&transport.verifyHost=false&jms.sendTimeout=30000"
certificate="transport.keyStoreLocation=$work/clients/messaging-client.p12&transport.keyStorePassword=changeit"

say "A client logs in at west with its certificate and receives; one logs in at east with a password and sends"
"$java" -jar "$hello" receive \
    "amqps://127.0.0.1:$(port west clients)?$tls&$certificate&amqp.saslMechanisms=EXTERNAL" orders $messages \
    > "$work/received" 2>&1 &
receiver=$!
"$java" -jar "$hello" send \
    "amqps://127.0.0.1:$(port east clients)?$tls&jms.username=app&jms.password=open-sesame" \
    orders "good morning" $messages > "$work/sent" 2>&1 || { cat "$work/sent" >&2; fail "the sender has failed"; }
sed 's/^/  sender at east:   /' "$work/sent"
wait $receiver || { cat "$work/received" >&2; fail "the receiver has failed"; }
receiver=
sed 's/^/  receiver at west: /' "$work/received"
[ "$(grep -c '^received: good morning$' "$work/received")" -eq $messages ] || fail "not everything has arrived"
line east "Connection Opened: dir=in .*user=app@"
line west "Connection Opened: dir=in .*user=CN=messaging-client"

say "Stopping the routers"
stop
trap - EXIT
say "All $messages messages went from east to west. Configurations, certificates and logs are in $work"
