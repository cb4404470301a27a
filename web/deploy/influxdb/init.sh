#!/bin/sh
# The program speaks InfluxDB's first interface: the bucket needs the name that it asks for, and a user who may read, write and delete there alone.
# InfluxDB's image runs this once, when the volume is empty, with DOCKER_INFLUXDB_INIT_BUCKET_ID set. Without: set that yourself (influx bucket list).
set -eu
influx v1 dbrp create --db systemflow --rp autogen --default --bucket-id "$DOCKER_INFLUXDB_INIT_BUCKET_ID"
influx v1 auth create --username systemflow --password "$(cat "${INFLUXDB_PASSWORD_FILE:-/run/secrets/Series__Influx__Password}")" \
  --read-bucket "$DOCKER_INFLUXDB_INIT_BUCKET_ID" --write-bucket "$DOCKER_INFLUXDB_INIT_BUCKET_ID" >/dev/null
