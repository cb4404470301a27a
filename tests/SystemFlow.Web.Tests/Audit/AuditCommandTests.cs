using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Audit;

namespace SystemFlow.Web.Tests.Audit;

/// <summary>The audit looked at from outside, while the program writes it.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly FlowApp _app = new();

    private string FilePath => Path.Combine(_app.Folder, "audit.db");

    [Fact]
    public void Verify_SaysThatEveryLineStands_AndWhatBecameOfItOnceSomebodyWroteThere()
    {
        var audit = _app.Services.GetRequiredService<AuditLog>();
        foreach (var words in (string[])["First", "Second", "Third"])
        {
            audit.Keep(new AuditEntry(TimeProvider.System.GetUtcNow(), "Ann Other, site lead", "a1", AuditKind.Key, "/keys", words));
        }

        var whole = Run("--verify-audit", FilePath);
        var anchor = whole.Text.Trim().Split(' ')[^1];
        var expected = Run("--verify-audit", FilePath, "--expect", anchor);
        var lines = int.Parse(anchor.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);
        Tamper($"DELETE FROM audit WHERE number = {lines}");
        var cut = Run("--verify-audit", FilePath, "--expect", anchor);
        Tamper("UPDATE audit SET by = 'Somebody else' WHERE number = 2");
        var rewritten = Run($"--verify-audit={FilePath}");

        Assert.Equal((0, 0), (whole.Code, expected.Code));
        Assert.Equal((1, $"Lines are missing at the end: line {lines} was written down, and the audit ends with line {lines - 1}."), (cut.Code, cut.Text.Trim()));
        Assert.Equal(1, rewritten.Code);
        Assert.StartsWith("The audit is broken at line 2:", rewritten.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_WithAnotherKey_SaysThatItMayBeTheKey()
    {
        _app.Services.GetRequiredService<AuditLog>().Keep(new AuditEntry(TimeProvider.System.GetUtcNow(), "Ann Other", null, AuditKind.Key, "/keys", "First"));
        var other = Path.Combine(_app.Folder, "another-key");
        File.WriteAllText(other, new string('k', AuditKey.Shortest));

        var (code, text) = Run("--verify-audit", FilePath, "--key", other);

        Assert.Equal(1, code);
        Assert.Contains("or this is not the key", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--verify-audit", "nowhere.db")]
    [InlineData("--verify-audit", "")]
    public void Verify_OfNoFile_SaysSo(params string[] args) => Assert.Equal(2, Run(args).Code);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _app.Dispose();
    }

    private void Tamper(string sql)
    {
        using var database = new SqliteConnection($"Data Source={FilePath}");
        database.Execute($"DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_grows; {sql}");
    }

    private static (int Code, string Text) Run(params string[] args)
    {
        using var output = new StringWriter();
        var code = AuditCommand.Of(args)!.Run(output, output);
        return (code, output.ToString());
    }
}
