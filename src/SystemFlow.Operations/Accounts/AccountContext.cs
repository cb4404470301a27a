using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Accounts;

/// <summary>The accounts by EF Core, as Identity's stores want it. The tables are made by <see cref="AccountSchema"/>.</summary>
internal sealed class AccountContext(DbContextOptions<AccountContext> options) : IdentityUserContext<AccountRow>(options)
{
    public DbSet<GrantRow> Grants => Set<GrantRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<ResetRow> Resets => Set<ResetRow>();

    /// <summary>How EF Core reaches a database.</summary>
    /// <param name="path">The file, where it is one.</param>
    public static DbContextOptions<AccountContext> OptionsOf(OperationsDatabase database, string path)
    {
        var options = new DbContextOptionsBuilder<AccountContext>();
        return database is PostgresDatabase shared
            ? options.UseNpgsql(shared.Source).Options
            : options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true }.ToString()).Options;
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<AccountRow>(account =>
        {
            account.ToTable("accounts");
            account.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed);
        });
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_tokens");
        builder.Entity<GrantRow>().ToTable("grants").HasKey(row => new { row.AccountId, row.Role, row.Scope });
        builder.Entity<SessionRow>().ToTable("sessions").HasKey(row => row.Id);
        builder.Entity<ResetRow>().ToTable("resets").HasKey(row => row.Hash);
    }
}
