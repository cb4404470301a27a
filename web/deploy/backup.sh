#!/bin/sh
# One backup of both databases into a new folder of $BACKUPS, readable by its owner alone; what is older than $KEEP_DAYS days goes when the new one is whole.
# What people do is copied first: an alert in it always has its figures in the record that is copied after it.
set -eu
umask 077
: "${BACKUPS:?Set it to a folder, best on another disk}" "${SECRETS:?Set it to the folder of the secrets}"
: "${PGHOST:?Set it to the host of PostgreSQL}" "${INFLUX_HOST:?Set it to the address of InfluxDB, such as http://influxdb:8086}"
to="$BACKUPS/$(date -u +%Y-%m-%dT%H%M%SZ)"
mkdir -p "$to.part"
PGPASSWORD=$(cat "$SECRETS/database-password") pg_dump --no-password --format=custom --compress=6 --username systemflow --dbname systemflow --file "$to.part/operations.dump"
pg_restore --list "$to.part/operations.dump" >/dev/null
INFLUX_TOKEN=$(cat "$SECRETS/influxdb-token") influx backup --host "$INFLUX_HOST" --bucket systemflow "$to.part/record" >/dev/null
(cd "$to.part" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + >SHA256SUMS)
mv "$to.part" "$to"
find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d -mtime "+${KEEP_DAYS:-14}" -exec rm -rf {} +
echo "Backup: $to"
