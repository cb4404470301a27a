using System.Security.Claims;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Keys;

namespace SystemFlow.Web.Tests.Audit;

/// <summary>What becomes a line of the audit, and what does not happen without one.</summary>
public sealed class AuditedTests : IDisposable
{
    private static readonly ClaimsPrincipal Jo = PersonClaims.Of(
        "a1", "Jo Smith", "administrator", [new Grant(Role.Administrator, Footprint.HertfordshireWestEssex.Root.Code)], "s1", "test");

    private readonly FlowApp _app = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_Issued_IsALineWithoutTheSecret()
    {
        var issued = _app.Services.GetRequiredService<KeyDesk>().Issue(Jo, new KeyFields { Feed = "lister-ed", IsEverywhere = true });

        var line = Assert.Single(await FoundAsync(AuditKind.Key));
        Assert.Equal(("Jo Smith, administrator", "a1", "Issued a key for the feed lister-ed, for every place."), (line.By, line.Account, line.Words));
        Assert.DoesNotContain(issued.Secret!, line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Key_WhereTheAuditIsDead_IsNotIssued_AndPagesStillAnswer()
    {
        _app.Services.GetRequiredService<AuditLog>().Note(new AuditEntry(TimeProvider.System.GetUtcNow(), "x", null, AuditKind.Seal, "/audit", "Opens the file."));
        SqliteConnection.ClearAllPools();
        using var held = new SqliteConnection($"Data Source={Path.Combine(_app.Folder, "audit.db")}");
        held.Open();
        using var command = held.CreateCommand();
        command.CommandText = "DROP TABLE audit";
        command.ExecuteNonQuery();

        var outcome = _app.Services.GetRequiredService<KeyDesk>().Issue(Jo, new KeyFields { Feed = "lister-ed", IsEverywhere = true });

        Assert.StartsWith("Nothing was changed, because the audit cannot record it.", Assert.Single(outcome.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain(_app.Services.GetRequiredService<FeedKeys>().All, key => key.Feed == "lister-ed");
    }

    [Fact]
    public async Task Export_IsALineWithWhoAndWhat_AndNoPatientsNumberOfASearch()
    {
        await _app.RawAsync("GET", "/api/v1/journal.csv?kind=Level");
        await _app.RawAsync("GET", "/api/v1/journal.csv?q=943+476+5919", http => http.Request.Headers["X-Api-Key"] = FlowApp.Key);
        await _app.RawAsync("GET", "/api/v1/journal.csv?kind=Nothing");

        var lines = await FoundAsync(AuditKind.Export);

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("Feed ", lines[0].By, StringComparison.Ordinal);
        Assert.DoesNotContain("476", lines[0].Words, StringComparison.Ordinal);
        Assert.Equal(("198.51.100.7", "Took lines of the journal, asked with kind=Level."), (lines[1].Address, lines[1].Words));
    }

    [Fact]
    public async Task Setting_ChangedBetweenTwoStarts_IsALine_ASecretWithoutItsValue()
    {
        var audit = _app.Services.GetRequiredService<AuditLog>();
        Watch(audit, ("Feeds:MessagesPerMinute", "60"), ("Notices:Smtp:Password", "plum-tree-1"), ("PATH", "/bin")).Compare();
        Watch(audit, ("Feeds:MessagesPerMinute", "90"), ("Notices:Smtp:Password", "plum-tree-2"), ("PATH", "/usr/bin")).Compare();

        var words = (await FoundAsync(AuditKind.Setting)).Select(line => line.Words).ToList();

        Assert.Contains("Feeds:MessagesPerMinute was '60' and is '90'.", words);
        Assert.Contains("Notices:Smtp:Password was changed.", words);
        Assert.DoesNotContain(words, line => line.Contains("plum", StringComparison.Ordinal) || line.Contains("PATH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audit_IsForAdministratorsAlone_OnThePageAndAsAFile()
    {
        Assert.Equal(403, (await _app.RawAsync("GET", "/api/v1/audit.csv")).Response.StatusCode);
        var (page, _) = await _app.RawAsync("GET", "/audit", http => http.Request.Headers.Accept = "text/html");
        Assert.Equal(302, page.StatusCode);
        Assert.Equal("/sign-in?returnUrl=%2Faudit", page.Headers.Location);
    }

    [Fact]
    public async Task Audit_ReadByAnAdministrator_ShowsLinesAndTheirSearch()
    {
        _app.Services.GetRequiredService<AuditLog>().Keep(new AuditEntry(
            TimeProvider.System.GetUtcNow(), "=HYPERLINK(1)", null, AuditKind.Rule, "/rules", "Saved a version, in force at once: the alert rules."));

        var page = await _app.RawAsync("GET", "/audit?kind=Rule&person=hyper", http => http.User = Jo);
        var file = await _app.RawAsync("GET", "/api/v1/audit.csv?kind=Rule", http => http.User = Jo);

        Assert.Contains("Rules: Saved a version, in force at once: the alert rules.", page.Text, StringComparison.Ordinal);
        Assert.Contains("/api/v1/audit.csv?person=hyper&amp;kind=Rule", page.Text, StringComparison.Ordinal);
        Assert.Contains(",'=HYPERLINK(1),", file.Text, StringComparison.Ordinal);
        Assert.Contains(await FoundAsync(AuditKind.Export), line => line.Words.StartsWith("Took lines of the audit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keeper_Looking_SaysWhatItFound_AndMissesAJournalThatWasSealedAnew()
    {
        var keeper = _app.Services.GetRequiredService<AuditKeeper>();
        var events = _app.Services.GetRequiredService<Operations.Events.IEventLog>();
        var now = TimeProvider.System.GetUtcNow();
        await events.DeclareAsync(new Operations.Events.DeclaredLevel(
            PlaceCode.Parse("RWH01"), Domain.Pressures.OpelLevel.Three, "Twelve wait", "Ann Other, site lead", now, now.AddHours(4), null), Cancelled);
        var first = await keeper.LookAsync("Jo Smith", "a1", Cancelled);
        using (var database = new SqliteConnection($"Data Source={Path.Combine(_app.Folder, "events.db")}"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = "DROP TRIGGER journal_grows; DELETE FROM journal";
            command.ExecuteNonQuery();
        }

        var second = await keeper.LookAsync("Jo Smith", "a1", Cancelled);

        Assert.True(first.Holds);
        Assert.Contains("The journal stands as it was written: 1 line.", first.Words, StringComparison.Ordinal);
        Assert.False(second.Holds);
        Assert.Contains("The journal is not the one whose line 1 was written down", second.Words, StringComparison.Ordinal);
        Assert.Contains(_app.Log.All, line => line.Contains("Audit: ", StringComparison.Ordinal) && line.Contains(", seal ", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _app.Dispose();
    }

    private async Task<AuditEntry[]> FoundAsync(AuditKind kind) =>
    [
        .. (await _app.Services.GetRequiredService<AuditLog>().ReadAsync(new AuditQuestion { Kind = kind }, AuditLog.Most, Cancelled)).Select(line => line.Entry),
    ];

    private static SettingsWatch Watch(AuditLog audit, params (string, string)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Item1, one => (string?)one.Item2)).Build(),
        audit, Microsoft.Extensions.Logging.Abstractions.NullLogger<SettingsWatch>.Instance);
}
