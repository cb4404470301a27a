#!/bin/sh
# Makes every password and key of a cluster, each in a file of its own, named as the setting that it is. What is there already stays as it is.
#   web/deploy/make-secrets.sh [FOLDER] [DATABASE HOST]      default: secrets beside this script, postgres
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
host=${2:-postgres}
mkdir -p "$folder"
chmod 700 "$folder" # Who may not enter the folder reads none of its files: these are readable, because containers run as other users.

make() {
  [ -s "$folder/$1" ] || printf '%s' "${2:-$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')}" >"$folder/$1"
  chmod 444 "$folder/$1"
}

make postgres-password
make database-password
make influxdb-password
make influxdb-token
make Series__Influx__Password
make Audit__Key
make Notices__WebhookSecret
make SYSTEMFLOW_FEED_KEY
make SYSTEMFLOW_ADMIN_PASSWORD
make Operations__ConnectionString "Host=$host;Port=5432;Database=systemflow;Username=systemflow;Password=$(cat "$folder/database-password")"

echo "Secrets are in $folder. The first sign-in: administrator, with what is in SYSTEMFLOW_ADMIN_PASSWORD. Keep a copy of Audit__Key elsewhere."
for name in tls.crt tls.key; do
  [ -s "$folder/$name" ] || echo "Still missing: $folder/$name (from your authority; to try it: see web/deploy/README.md)."
done
