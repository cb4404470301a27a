using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Accounts;

/// <summary>The tables of the accounts. Of a file, its <c>user_version</c> is how many of these steps it has been through. Forward only.</summary>
internal static class AccountSchema
{
    /// <summary>The tables, and how they came to be. Columns of accounts are named as Identity names them.</summary>
    public static readonly Schema Tables = new(
        "accounts",
        [
            sql => $"""
                CREATE TABLE accounts (
                    "Id" TEXT PRIMARY KEY, "UserName" TEXT NOT NULL, "NormalizedUserName" TEXT NOT NULL UNIQUE, "Email" TEXT, "NormalizedEmail" TEXT,
                    "EmailConfirmed" {sql.Flag} NOT NULL, "PasswordHash" TEXT, "SecurityStamp" TEXT, "ConcurrencyStamp" TEXT, "TwoFactorEnabled" {sql.Flag} NOT NULL,
                    "LockoutEnd" {sql.Moment}, "LockoutEnabled" {sql.Flag} NOT NULL, "AccessFailedCount" INTEGER NOT NULL,
                    "Name" TEXT NOT NULL, "Job" TEXT NOT NULL, "Organisation" TEXT NOT NULL, "IsSuspended" {sql.Flag} NOT NULL, "CreatedAt" {sql.Moment} NOT NULL,
                    "CreatedBy" TEXT NOT NULL, "LastSignedInAt" {sql.Moment}, "ReviewedAt" {sql.Moment}, "ReviewedBy" TEXT, "FailedAt" {sql.Moment},
                    "UsedStep" BIGINT NOT NULL, "RecoveryCodes" INTEGER NOT NULL, "SettingHash" TEXT);
                CREATE TABLE account_claims (
                    "Id" {sql.Identity}, "UserId" TEXT NOT NULL REFERENCES accounts ("Id") ON DELETE CASCADE, "ClaimType" TEXT, "ClaimValue" TEXT);
                CREATE TABLE account_logins (
                    "LoginProvider" TEXT NOT NULL, "ProviderKey" TEXT NOT NULL, "ProviderDisplayName" TEXT,
                    "UserId" TEXT NOT NULL REFERENCES accounts ("Id") ON DELETE CASCADE, PRIMARY KEY ("LoginProvider", "ProviderKey")){sql.WithoutRowId};
                CREATE TABLE account_tokens (
                    "UserId" TEXT NOT NULL REFERENCES accounts ("Id") ON DELETE CASCADE, "LoginProvider" TEXT NOT NULL, "Name" TEXT NOT NULL, "Value" TEXT,
                    PRIMARY KEY ("UserId", "LoginProvider", "Name")){sql.WithoutRowId};
                CREATE TABLE grants (
                    "AccountId" TEXT NOT NULL REFERENCES accounts ("Id") ON DELETE CASCADE, "Role" TEXT NOT NULL, "Scope" TEXT NOT NULL,
                    PRIMARY KEY ("AccountId", "Role", "Scope")){sql.WithoutRowId};
                CREATE TABLE sessions (
                    "Id" TEXT PRIMARY KEY, "AccountId" TEXT NOT NULL REFERENCES accounts ("Id") ON DELETE CASCADE, "StartedAt" {sql.Moment} NOT NULL,
                    "LastSeenAt" {sql.Moment} NOT NULL, "Address" TEXT, "Browser" TEXT NOT NULL, "Way" TEXT NOT NULL, "IsStrong" {sql.Flag} NOT NULL,
                    "EndedAt" {sql.Moment}, "EndedBy" TEXT){sql.WithoutRowId};
                CREATE INDEX sessions_account ON sessions ("AccountId");
                CREATE TABLE resets (
                    "Hash" TEXT PRIMARY KEY, "AccountId" TEXT NOT NULL REFERENCES accounts ("Id") ON DELETE CASCADE, "MadeAt" {sql.Moment} NOT NULL,
                    "MadeBy" TEXT NOT NULL, "EndsAt" {sql.Moment} NOT NULL, "UsedAt" {sql.Moment}){sql.WithoutRowId};
                """,
            sql => $"""
                CREATE TABLE invitations (
                    id {sql.Identity}, email TEXT NOT NULL, name TEXT NOT NULL, job TEXT NOT NULL, organisation TEXT NOT NULL, grants TEXT NOT NULL,
                    note TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, made_by TEXT NOT NULL, inviter TEXT NOT NULL, ends_at {sql.Text} NOT NULL,
                    taken_at TEXT, withdrawn_at TEXT, withdrawn_by TEXT);
                CREATE TABLE walls (
                    id {sql.Identity}, name TEXT NOT NULL, place TEXT NOT NULL, address TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL,
                    made_by TEXT NOT NULL, ends_at TEXT NOT NULL, withdrawn_at TEXT, withdrawn_by TEXT, last_seen_at {sql.Text});
                """,
        ],
        IsFiles: true);
}
