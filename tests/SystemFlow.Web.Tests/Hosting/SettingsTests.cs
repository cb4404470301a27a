using System.Net;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Replay:Speed", "0")]
    [InlineData("Replay:Speed", "fast")]
    [InlineData("Access:Anonymous", "maybe")]
    [InlineData("Series:QueueCapacity", "0")]
    [InlineData("Feeds:MaxBodyBytes", "1")]
    [InlineData("Feeds:Retention", "0.00:00:01")]
    [InlineData("Simulator:Enabled", "perhaps")]
    [InlineData("Editions:DailyAt", "half past eight")]
    [InlineData("Print:Timeout", "00:00:00")]
    [InlineData("SYSTEMFLOW_FEED_KEY", "short")]
    [InlineData("SYSTEMFLOW_ADMIN_PASSWORD", "short")]
    public void Setting_ThatCannotBe_EndsTheStartNamingIt(string name, string value)
    {
        using var app = new FlowApp { Settings = new() { [name] = value } };

        var error = Assert.ThrowsAny<Exception>(() => app.Server);

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_None_ShowsHealthAloneWithoutAKey()
    {
        using var app = new FlowApp { Settings = new() { ["Access:Anonymous"] = "none" } };

        Assert.Equal((403, "application/problem+json"), await AskAsync("/api/v1/places", null));
        Assert.Equal(403, (await app.GetAsync("/")).Status);
        Assert.Equal(403, (await app.GetAsync("/hubs/flow", "a-key-that-nobody-ever-issued")).Status);
        Assert.Equal(200, (await app.GetAsync("/healthz")).Status);
        Assert.Equal(404, (await app.GetAsync("/acknowledge/guessed")).Status); // Links in messages are for whoever holds one.
        Assert.Equal(200, (await app.GetAsync("/api/v1/places", FlowApp.Key)).Status);

        async Task<(int, string?)> AskAsync(string path, string? key)
        {
            var answer = await app.GetAsync(path, key);
            return (answer.Status, answer.Type);
        }
    }

    [Theory]
    [InlineData(null, "127.0.0.1", 200)]
    [InlineData(null, "::1", 200)]
    [InlineData(null, "::ffff:127.0.0.1", 200)]
    [InlineData(null, "192.0.2.7", 403)]
    [InlineData(null, "2001:db8::7", 403)]
    [InlineData("viewer", "192.0.2.7", 200)]
    [InlineData("none", "127.0.0.1", 403)]
    public async Task Anonymous_UnlessSaid_MayLookOnThisMachineAlone(string? said, string reachedAt, int status)
    {
        using var app = new FlowApp { Settings = said is null ? [] : new() { ["Access:Anonymous"] = said } };

        var answered = await app.Server.SendAsync(
            http =>
            {
                http.Request.Path = "/api/v1/places";
                http.Connection.LocalIpAddress = IPAddress.Parse(reachedAt);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(status, answered.Response.StatusCode);
    }
}
