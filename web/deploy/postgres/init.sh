#!/bin/sh
# A role that owns one database and nothing else. The program makes its schemas and tables there itself.
# In containers PostgreSQL's image runs this once, when the volume is empty. Without: sudo -u postgres DATABASE_PASSWORD_FILE=… ./init.sh
set -eu
password=$(cat "${DATABASE_PASSWORD_FILE:-/run/secrets/database-password}")
psql -v ON_ERROR_STOP=1 -v password="$password" --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
CREATE ROLE systemflow LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE systemflow OWNER systemflow ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE systemflow FROM PUBLIC;
SQL
