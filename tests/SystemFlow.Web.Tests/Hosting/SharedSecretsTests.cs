using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class SharedSecretsTests : IDisposable
{
    private const string Cluster = "--Operations:ConnectionString=Host=127.0.0.1;Port=1;Database=none";
    private static readonly string Long = new('k', AuditKey.Shortest);

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void NodeOfACluster_WithoutThem_RefusesToStart_NamingBoth()
    {
        Assert.Contains("Audit:Key is missing. Operations:ConnectionString makes this a node of a cluster", ProblemOf<AuditOptions>(Cluster), StringComparison.Ordinal);
        Assert.Contains("set Notices:WebhookSecret to 24 characters or more, the same on every node", ProblemOf<NoticeOptions>(Cluster), StringComparison.Ordinal);
    }

    [Fact]
    public void NodeOfACluster_WithThem_Starts()
    {
        Assert.Null(ProblemOf<AuditOptions>(Cluster, $"--Audit:Key={Long}"));
        Assert.Null(ProblemOf<NoticeOptions>(Cluster, $"--Notices:WebhookSecret={Long}"));
        Assert.Null(ProblemOf<AuditOptions>(Cluster, $"--Audit:KeyFile={_file}"));
    }

    [Fact]
    public void KeyFile_ThatIsNotThere_IsNotMadeByANodeOfACluster() =>
        Assert.Contains("'/nowhere/audit-key' is not", ProblemOf<AuditOptions>(Cluster, "--Audit:KeyFile=/nowhere/audit-key"), StringComparison.Ordinal);

    [Fact]
    public void NodeAlone_MakesItsOwn()
    {
        Assert.Null(ProblemOf<AuditOptions>());
        Assert.Null(ProblemOf<NoticeOptions>());
    }

    public void Dispose() => File.Delete(_file);

    private static string? ProblemOf<T>(params string[] settings) where T : class
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.Services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section);
        builder.Services.AddOptions<NoticeOptions>().BindConfiguration(NoticeOptions.Section);
        builder.AddSharedSecrets();
        using var services = builder.Services.BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
            return null;
        }
        catch (OptionsValidationException error)
        {
            return error.Message;
        }
    }
}
