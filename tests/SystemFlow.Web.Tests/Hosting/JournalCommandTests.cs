using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Hosting;

/// <summary>The journal looked at from outside, while the program writes it.</summary>
public sealed class JournalCommandTests : IDisposable
{
    private readonly FlowApp _app = new();

    private string FilePath => Path.Combine(_app.Folder, "events.db");

    [Fact]
    public async Task Verify_SaysThatEveryLineStands_AndWhichDoesNotOnceOneWasRewritten()
    {
        var events = _app.Services.GetRequiredService<IEventLog>();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var reason in (string[])["First", "Second"])
        {
            await events.DeclareAsync(
                new DeclaredLevel(PlaceCode.Parse("RWH01"), OpelLevel.Three, reason, "Ann Other, site lead", now, now.AddHours(4), null),
                TestContext.Current.CancellationToken);
        }

        var whole = Run("--verify-journal", FilePath);
        using (var database = new SqliteConnection($"Data Source={FilePath}"))
        {
            database.Execute("DROP TRIGGER journal_stays; UPDATE journal SET by = 'Somebody else' WHERE number = 2");
        }

        var rewritten = Run($"--verify-journal={FilePath}");

        Assert.Equal(0, whole.Code);
        Assert.Matches("^The journal stands as it was written: 2 lines. .*: [0-9a-f]{64}", whole.Text);
        Assert.Equal(1, rewritten.Code);
        Assert.StartsWith("The journal is broken at line 2:", rewritten.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.db", "There is no file")]
    [InlineData("", "There is no file")]
    public void Verify_OfNoFile_SaysWhereTheJournalIs(string file, string says)
    {
        var (code, text) = Run("--verify-journal", file);

        Assert.Equal(2, code);
        Assert.StartsWith(says, text, StringComparison.Ordinal);
        Assert.Contains("events.db", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfNoFile_IsTheJournalOnTheServerOfTheSettings()
    {
        var (code, text) = Run("--verify-journal", "--Operations:ConnectionString=Host=127.0.0.1;Port=1;Database=none;Timeout=1");

        Assert.Equal(2, code);
        Assert.StartsWith("The journal in PostgreSQL cannot be read", text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _app.Dispose();
    }

    private static (int Code, string Text) Run(params string[] args)
    {
        using var said = new StringWriter();
        return (JournalCommand.Of(args)!.Run(said, said), said.ToString());
    }
}
