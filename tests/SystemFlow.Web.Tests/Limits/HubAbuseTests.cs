using System.Text.Json;
using SystemFlow.Web.Limits;
using SystemFlow.Web.Tests.Live;

namespace SystemFlow.Web.Tests.Limits;

/// <summary>What a program that means harm can do at the hub: nothing to others, and it learns nothing.</summary>
public sealed class HubAbuseTests(FlowApp app) : IClassFixture<FlowApp>
{
    [Theory]
    [InlineData("Drop", "[]")]
    [InlineData("OnDisconnectedAsync", "[null]")]
    [InlineData("Dispose", "[]")]
    [InlineData("Watch", "[]")]
    [InlineData("Watch", "[{\"a\":1},7]")]
    [InlineData("Watch", "[[1,2],[\"x\"]]")]
    public async Task Method_UnknownOrWithWrongArguments_IsRefusedWithoutDetail(string target, string arguments)
    {
        using var client = await HubClient.ConnectAsync(app);

        var error = await client.CallAsync(target, arguments);

        Assert.NotNull(error);
        Assert.DoesNotContain("SystemFlow.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Text", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_LongerThanThereArePlaces_IsRefused()
    {
        using var client = await HubClient.ConnectAsync(app);

        var error = await client.CallAsync("Watch", JsonSerializer.Serialize(new object?[] { Enumerable.Repeat("RWH01", HubLimits.MostEntries + 1), null }));

        Assert.Contains("Too many entries", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_InABurst_AreRefusedBeyondTheirNumber()
    {
        using var client = await HubClient.ConnectAsync(app);
        var errors = new List<string?>();
        for (var i = 0; i < 40; i++) errors.Add(await client.WatchAsync(["LISTER"]));

        Assert.Contains(errors, error => error!.Contains("There is no place", StringComparison.Ordinal));
        Assert.Contains(errors, error => error!.Contains("Too many calls", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Frame_TooLarge_EndsItsOwnConnectionAlone()
    {
        using var harmful = await HubClient.ConnectAsync(app);
        using var other = await HubClient.ConnectAsync(app);

        Assert.True(await harmful.IsEndedByAsync(new string('x', 200_000)));
        Assert.Null(await other.WatchAsync(["RWH01"]));
    }
}
