using SystemFlow.Operations.Keys;
using SystemFlow.Testing;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class FirstKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FirstStart_PrintsAKeyThatWorks_AndTheSecondNone()
    {
        var first = Start(configured: null);
        var second = Start(configured: null);

        var secret = first.Split("shown this once:")[1].Split('\n')[0].Trim();
        Assert.Equal(FirstKey.FirstFeed, Open().Find(secret)?.Feed);
        Assert.Empty(second);
    }

    [Fact]
    public void Start_WithTheOperatorsKey_TakesItAndPrintsNothing()
    {
        var printed = Start($" {FlowApp.Key} ");

        Assert.Empty(printed);
        Assert.Equal(FeedKey.OperatorsFeed, Open().Find(FlowApp.Key)?.Feed);
    }

    [Fact]
    public void Start_WithAKeyThatCanBeGuessed_EndsNamingTheSettingAndNotTheKey()
    {
        var error = Assert.ThrowsAny<Exception>(() => Start("hunter2"));

        Assert.Contains("SYSTEMFLOW_FEED_KEY", error.Message, StringComparison.Ordinal);
        Assert.Contains("24 characters", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.True(Open().IsEmpty);
    }

    private FeedKeys Open() => new(Path.Combine(_folder, "operations.db"), new ManualTime(A.Monday9am));

    private string Start(string? configured)
    {
        using var output = new StringWriter();
        FirstKey.Ensure(Open(), configured, output);
        return output.ToString();
    }
}
