#!/usr/bin/env bash
# Builds the images, starts them against a PostgreSQL and a Redis, checks them with verify-stack.mjs, and stops them.
#
#   docker/verify-images.sh
#
# With Docker nothing else is needed; PostgreSQL and Redis are then started as containers too, unless these are set:
#   DATABASE_URL  an empty or new database; the role may create it
#   REDIS_URL
# Without Docker, name two commands that do the same:
#   BUILD  called as: $BUILD IMAGE APP TARGET                 builds docker/Dockerfile
#   RUN    called as: $RUN IMAGE FOLDER NAME=VALUE...         runs an image in the foreground, in the host's network, with
#          FOLDER at /var/lib/workspace; SIGTERM must reach the process in it, and its exit code be passed on
#   SIZE   called as: $SIZE IMAGE                             prints its size in bytes
# Also: SKIP_BUILD=1 takes images that are there; IMAGE_PREFIX names them; HTTP_PORT, WS_PORT and WORKER_PORT; SETTINGS are
# more variables for the services ("NAME=VALUE NAME=VALUE"); KEEP=1 leaves them running until Ctrl-C, for other tests.
set -euo pipefail
cd "$(dirname "$0")/.."

prefix=${IMAGE_PREFIX:-collaborative-workspace}
http_port=${HTTP_PORT:-13000} ws_port=${WS_PORT:-13001} worker_port=${WORKER_PORT:-13002}
grace_seconds=15
folder=$(mktemp -d)
declare -A pids=()
containers=()

docker_build() { docker build --file docker/Dockerfile --build-arg "APP=$2" --target "$3" --tag "$1" .; }
docker_run() {
  local image=$1 folder=$2 setting settings=()
  shift 2
  for setting in "$@"; do settings+=(--env "$setting"); done
  exec docker run --rm --network host --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
    --volume "$folder:/var/lib/workspace" "${settings[@]}" "$image"
}
docker_size() { docker image inspect --format '{{.Size}}' "$1"; }
start_container() {
  local image=$1 port=$2
  shift 2
  local id
  id=$(docker run --detach --rm --publish "127.0.0.1::$port" "$@" "$image")
  containers+=("$id")
  published=$(docker port "$id" "$port/tcp" | head -1)
}

clean_up() {
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait
  if ((${#containers[@]})); then docker stop "${containers[@]}" >/dev/null; fi
  rm -rf "$folder"
}
trap clean_up EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

build=${BUILD:-docker_build} run=${RUN:-docker_run} size=${SIZE:-docker_size}
if [[ -z ${SKIP_BUILD:-} ]]; then
  for app in http-backend websocket-backend worker-backend; do $build "$prefix/$app" "$app" service; done
  $build "$prefix/migrate" http-backend migrate
  $build "$prefix/admin" admin admin
fi
for image in http-backend websocket-backend worker-backend migrate admin; do
  printf 'ok  %-18s %d MB\n' "$image" "$(($($size "$prefix/$image") / 1000000))"
done

if [[ -z ${DATABASE_URL:-} ]]; then
  start_container postgres:17-alpine 5432 --env POSTGRES_PASSWORD=verify
  DATABASE_URL=postgresql://postgres:verify@$published/workspace
fi
if [[ -z ${REDIS_URL:-} ]]; then
  start_container redis:7-alpine 6379
  REDIS_URL=redis://$published
fi

# The services run as another user than this script does.
chmod 0777 "$folder"
settings=("DATABASE_URL=$DATABASE_URL" "REDIS_URL=$REDIS_URL" JWT_SECRET_FILE=/var/lib/workspace/jwt-secret LOG_LEVEL=warn)
read -ra more <<<"${SETTINGS:-}"
settings+=("${more[@]}")

# A database that was just started may not take connections yet.
for attempt in {1..30}; do
  if ($run "$prefix/migrate" "$folder" "${settings[@]}"); then break; fi
  ((attempt < 30)) || fail "the migration"
  sleep 1
done
# Not its content: only the services' user may read it.
secret_before=$(stat --format '%a %s %i %y' "$folder/jwt-secret")
[[ $secret_before == "400 64 "* ]] || fail "the generated secret is not private, or not 48 bytes: $secret_before"
($run "$prefix/migrate" "$folder" "${settings[@]}") | grep -q "up to date" || fail "the second migration"
[[ $(stat --format '%a %s %i %y' "$folder/jwt-secret") == "$secret_before" ]] || fail "the secret was replaced"

start() {
  ($run "$prefix/$1" "$folder" "${settings[@]}" "PORT=$2") &
  pids[$1]=$!
}
start http-backend "$http_port"
start websocket-backend "$ws_port"
start worker-backend "$worker_port"
node docker/verify-stack.mjs "http://localhost:$http_port" "http://localhost:$ws_port" "http://localhost:$worker_port" &
check=$!
# Whichever ends first: a service that does not start would keep the check waiting.
wait -n -p ended "$check" "${pids[@]}" || fail "see above"
[[ $ended == "$check" ]] || fail "a service ended by itself"

($run "$prefix/admin" "$folder" "${settings[@]}" "HTTP_URL=http://localhost:$http_port" "WS_URL=http://localhost:$ws_port" \
  "WORKER_URL=http://localhost:$worker_port") || fail "the doctor finds something that does not work"

if [[ -n ${KEEP:-} ]]; then
  echo "E2E_HTTP_URL=http://localhost:$http_port E2E_WS_URL=http://localhost:$ws_port E2E_WORKER_URL=http://localhost:$worker_port"
  wait
fi

for app in "${!pids[@]}"; do
  started=$EPOCHREALTIME
  kill -TERM "${pids[$app]}"
  code=0
  wait "${pids[$app]}" || code=$?
  elapsed_ms=$((${EPOCHREALTIME/[.,]/} / 1000 - ${started/[.,]/} / 1000))
  ((code == 0)) || fail "$app ended with $code on SIGTERM"
  ((elapsed_ms < grace_seconds * 1000)) || fail "$app took $elapsed_ms ms to stop"
  unset "pids[$app]"
  printf 'ok  %-18s stopped in %d ms\n' "$app" "$elapsed_ms"
done
