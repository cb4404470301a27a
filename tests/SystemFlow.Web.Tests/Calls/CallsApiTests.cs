using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Calls;
using SystemFlow.Testing;
using SystemFlow.Web.Calls;

namespace SystemFlow.Web.Tests.Calls;

public sealed class CallsApiTests : IDisposable
{
    private readonly FlowApp _app = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task AFrozenPack_IsGivenAsItWasFrozen_ToTheByte()
    {
        var at = A.Monday9am.AddHours(2);
        var pack = new FrozenPack("2026-01-05T1100", at, at.AddSeconds(65), "{\"schema\":1}", FrozenPack.HashOf("{\"schema\":1}"));
        await _app.Services.GetRequiredService<CallLog>().FreezeAsync(pack, Cancelled);

        var answer = await _app.GetAsync($"/api/v1/calls/{pack.Id}");
        var list = await _app.GetAsync("/api/v1/calls");

        Assert.Equal((200, pack.Json, $"\"{pack.Hash}\""), (answer.Status, answer.Text, answer.Headers.ETag!.Tag));
        Assert.Equal((pack.Id, "waiting"), ((string?)list.Json[0]!["id"], (string?)list.Json[0]!["stage"]));
    }

    [Theory]
    [InlineData("2026-01-05T1500")]
    [InlineData("nonsense")]
    public async Task APackThatIsNone_Is404(string id) => Assert.Equal(404, (await _app.GetAsync($"/api/v1/calls/{id}")).Status);

    [Fact]
    public async Task TheDescription_HasBothRoutes()
    {
        var paths = (await _app.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject();

        Assert.Contains("/api/v1/calls", paths.Select(path => path.Key));
        Assert.Contains("/api/v1/calls/{id}", paths.Select(path => path.Key));
    }

    [Theory]
    [InlineData("Calls:Times:0", "25:00", "Calls:Times must list times such as 11:00; '25:00' is none.")]
    [InlineData("Calls:StillFor", "00:00:01", "Calls:StillFor must be 15 minutes to 7 days.")]
    public void Settings_ThatMakeNoSense_AreRefusedAtTheStart_WithTheKey(string key, string value, string words)
    {
        using var app = new FlowApp { Settings = { [key] = value } };

        Assert.Contains(words, Assert.Throws<OptionsValidationException>(() => app.Services).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_OtherTimes_AreTheCalls()
    {
        using var app = new FlowApp { Settings = { ["Calls:Times:0"] = "16:30", ["Calls:Times:1"] = "08:15" } };

        Assert.Equal([new TimeOnly(8, 15), new TimeOnly(16, 30)], app.Services.GetRequiredService<CallMaker>().Times.Times);
    }
}
