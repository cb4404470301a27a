using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Storage;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Web.Audit;

namespace SystemFlow.Web.Tests.Audit;

/// <summary>The audit of a cluster looked at from outside.</summary>
public sealed class AuditOnServerCommandTests(Postgres postgres)
{
    private const string Key = "a-key-of-more-than-thirty-two-characters";

    [Fact]
    public async Task Verify_WithoutAFile_LooksAtTheAuditOfTheSettings_WithTheirKey()
    {
        var connection = await postgres.NewDatabaseAsync(TestContext.Current.CancellationToken);
        using var storage = new OperationsStorage(Options.Create(new OperationsOptions { ConnectionString = connection }));
        var audit = new AuditLog(storage, new AuditOptions { Path = "audit.db", Key = Key }, TimeProvider.System, NullLogger<AuditLog>.Instance);
        audit.Keep(new AuditEntry(TimeProvider.System.GetUtcNow(), "Ann Other, site lead", "a1", AuditKind.Key, "/keys", "First"));

        var (code, text) = Run("--verify-audit", $"--{OperationsOptions.ConnectionKey}={connection}", $"--Audit:Key={Key}");
        var withAnother = Run("--verify-audit", $"--{OperationsOptions.ConnectionKey}={connection}", $"--Audit:Key={Key}-not");

        Assert.Equal(0, code);
        Assert.StartsWith("The audit stands as it was written: 1 lines.", text, StringComparison.Ordinal);
        Assert.Equal(1, withAnother.Code);
    }

    [Fact]
    public async Task Verify_WithoutAFile_WhereNoAuditIs_SaysSo()
    {
        var connection = await postgres.NewDatabaseAsync(TestContext.Current.CancellationToken);

        var (code, text) = Run("--verify-audit", $"--{OperationsOptions.ConnectionKey}={connection}", $"--Audit:Key={Key}");

        Assert.Equal(2, code);
        Assert.Contains("There is no audit in the PostgreSQL", text, StringComparison.Ordinal);
    }

    private static (int Code, string Text) Run(params string[] args)
    {
        using var output = new StringWriter();
        var code = AuditCommand.Of(args)!.Run(output, output);
        return (code, output.ToString());
    }
}
